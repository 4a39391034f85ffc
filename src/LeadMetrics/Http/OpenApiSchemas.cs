using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LeadMetrics.Http;

/// <summary>What the JSON is: every property is always written, and null where its record says so; figures of a row that is suppressed are, too.</summary>
public sealed class OpenApiSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } written || context.Type.Assembly != typeof(OpenApiSchemas).Assembly)
        {
            return;
        }

        written.Required = properties.Keys.ToHashSet();
        foreach (var property in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            properties.TryGetValue(name, out var found);
            switch (found)
            {
                // A reference cannot say that it may be null.
                case OpenApiSchemaReference reference when MayBeNull(property):
                    properties[name] = new OpenApiSchema { Description = reference.Description, OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] };
                    reference.Description = null;
                    break;
                case OpenApiSchema own:
                    own.ReadOnly = false;
                    own.Type |= SuppressedRows.IsFigure(property) ? JsonSchemaType.Null : 0;
                    break;
            }
        }
    }

    // Of a generic record's rows it is not known, and they never are.
    private static bool MayBeNull(PropertyInfo property) => SuppressedRows.IsFigure(property)
        || (!property.DeclaringType!.IsGenericType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);
}
