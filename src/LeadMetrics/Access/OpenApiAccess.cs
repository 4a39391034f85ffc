using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LeadMetrics.Access;

/// <summary>Says in the contract how a caller shows who they are, and which role a route asks for.</summary>
public static class OpenApiAccess
{
    private const string Bearer = "bearer", Key = "apiKey";

    public static void AddAccess(this SwaggerGenOptions options)
    {
        options.AddSecurityDefinition(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key (`lm_…`), or a JWT of the OpenID Connect issuer that the service is set to. This or X-Api-Key is enough; two that differ are refused.",
        });
        options.AddSecurityDefinition(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = Credentials.KeyHeader,
            Description = "An API key, where Authorization is for a proxy that stands before the service. Otherwise Authorization is enough.",
        });
        options.AddSecurityRequirement(document => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] });
        options.AddSecurityRequirement(document => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] });
        options.OperationFilter<Asked>();
    }

    private sealed class Asked : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().FirstOrDefault() is { Policy: { } role })
            {
                operation.Description = $"{operation.Description}\n\nNeeds the role {role}.".Trim();
            }
            else
            {
                // For everybody.
                operation.Security = [];
            }
        }
    }
}
