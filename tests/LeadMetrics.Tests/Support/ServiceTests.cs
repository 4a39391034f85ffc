namespace LeadMetrics.Tests.Support;

/// <summary>Tests that ask the service over HTTP, each in a world of its own, on every engine.</summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public abstract class ServiceTests(string engine)
{
    private World? _world;

    protected string EngineName => engine;

    protected World World => _world!;

    [SetUp]
    public async Task StartAsync() => _world = await World.StartAsync(engine, Settings);

    [TearDown]
    public async Task StopAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
            _world = null;
        }
    }

    /// <summary>Further settings of the service.</summary>
    protected virtual string[] Settings => [];
}
