namespace LeadMetrics.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class FixedClock : TimeProvider
{
    /// <summary>The instant that it shows; 2026-03-01T00:00Z unless a test says otherwise.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
