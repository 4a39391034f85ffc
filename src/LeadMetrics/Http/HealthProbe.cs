namespace LeadMetrics.Http;

/// <summary>Asks the service that runs beside it, with the same settings, whether it can answer questions.</summary>
public static class HealthProbe
{
    /// <summary>The address that the service listens on; the first, where it has several.</summary>
    public static Uri Address(string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine(settings).Build();
        var address = configuration["urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
            ?? $"http://+:{configuration["http_ports"]?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "5000"}";
        var binding = BindingAddress.Parse(address);

        // Every host of this machine is this machine.
        var host = binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port, "/health/ready").Uri;
    }

    /// <summary>Prints what the service says of itself; 0 where it can answer questions.</summary>
    public static async Task<int> AskAsync(string[] settings, CancellationToken cancel)
    {
        var address = Address(settings);
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var response = await client.GetAsync(address, cancel);
            Console.WriteLine(await response.Content.ReadAsStringAsync(cancel));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {e.Message}");
            return 1;
        }
    }
}
