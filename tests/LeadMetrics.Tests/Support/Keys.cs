using System.Net.Http.Headers;
using LeadMetrics.Access;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Support;

/// <summary>Callers who show who they are.</summary>
public static class Keys
{
    /// <summary>The setting by which the service asks who calls.</summary>
    public const string Asked = "--Access:Mode=authenticated";

    /// <summary>Makes a key of these roles.</summary>
    /// <returns>What its holder sends.</returns>
    public static string Key(this World world, params string[] roles) => world.Key(new NewKey { Name = "test", Roles = roles });

    public static string Key(this World world, NewKey key) => world.Services.GetRequiredService<ApiKeys>().Create(key, AuditLog.CommandLine).Text.Reveal();

    /// <summary>Asks with these headers; one of no name is <c>Authorization: Bearer</c>.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this World world, string path, params IEnumerable<(string Name, string? Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name.Length == 0 ? "Authorization" : name, name.Length == 0 ? "Bearer " + value : value);
        }

        return await world.Client.SendAsync(request);
    }

    /// <summary>From now on whatever is asked is asked with a key.</summary>
    public static void SignIn(this World world, string key) => world.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    /// <summary>The status of an answer and the sentence of its refusal: <c>401 Send an API key …</c></summary>
    public static async Task<string> SayAsync(this HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? System.Text.Json.Nodes.JsonNode.Parse(body)!["detail"] : null;
            return $"{(int)response.StatusCode} {problem}".TrimEnd();
        }
    }
}
