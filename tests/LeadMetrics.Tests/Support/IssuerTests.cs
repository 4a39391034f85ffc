namespace LeadMetrics.Tests.Support;

/// <summary>Tests that ask a service which takes the tokens of an issuer: both once for all of them.</summary>
public abstract class IssuerTests
{
    private Issuer? _issuer;
    private World? _world;

    protected Issuer Issuer => _issuer!;

    protected World World => _world!;

    /// <summary>Further settings of the service.</summary>
    protected virtual string[] Settings => [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _issuer = await Issuer.StartAsync();
        _world = await World.StartAsync(TestEngines.Sqlite, [.. _issuer.Settings, .. Settings]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _world!.DisposeAsync();
        await _issuer!.DisposeAsync();
    }
}
