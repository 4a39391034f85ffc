using FluentValidation;

namespace LeadMetrics;

/// <summary>Section <c>Limits</c> of the configuration: how much one caller, one file and one connection may ask for.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Requests that a caller may send a minute, in the long run; 0 sets no limit.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>Requests that a caller may send at once after a pause; where requests a minute are limited.</summary>
    public int RequestsAtOnce { get; set; } = 60;

    /// <summary>Size of an uploaded file, in MB.</summary>
    public int ImportMegabytes { get; set; } = 1024;

    /// <summary>Rows of a file.</summary>
    public int ImportRows { get; set; } = 10_000_000;

    /// <summary>Columns of a file, those included that are ignored.</summary>
    public int ImportColumns { get; set; } = 1000;

    /// <summary>Length of one row, in units of 1024 bytes; so much is held in memory.</summary>
    public int ImportRowKilobytes { get; set; } = 1024;

    /// <summary>Files that may be on their way in at once; each is kept in the temporary folder meanwhile.</summary>
    public int ImportsAtOnce { get; set; } = 8;

    /// <summary>Bytes a second that a client must send or take, so that no connection is held for ever; 0 sets no limit.</summary>
    public int LeastBytesPerSecond { get; set; } = 1000;

    /// <summary>Seconds before that is asked of a client.</summary>
    public int GraceSeconds { get; set; } = 5;

    /// <summary>Seconds that a client may take to send the headers of a request.</summary>
    public int HeaderSeconds { get; set; } = 15;

    /// <summary>Seconds that a connection may lie idle between two requests.</summary>
    public int KeepAliveSeconds { get; set; } = 120;

    /// <summary>Length of one row, in bytes.</summary>
    internal int RowBytes => ImportRowKilobytes * 1024;
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class LimitOptionsValidator : AbstractValidator<LimitOptions>
{
    public LimitOptionsValidator()
    {
        Between(o => o.RequestsPerMinute, nameof(LimitOptions.RequestsPerMinute), 0, 1_000_000);
        Between(o => o.RequestsAtOnce, nameof(LimitOptions.RequestsAtOnce), 1, 1_000_000);
        Between(o => o.ImportMegabytes, nameof(LimitOptions.ImportMegabytes), 1, 1_000_000);
        Between(o => o.ImportRows, nameof(LimitOptions.ImportRows), 1, int.MaxValue);
        Between(o => o.ImportColumns, nameof(LimitOptions.ImportColumns), 20, 100_000);
        Between(o => o.ImportRowKilobytes, nameof(LimitOptions.ImportRowKilobytes), 64, 65_536);
        Between(o => o.ImportsAtOnce, nameof(LimitOptions.ImportsAtOnce), 1, 1000);
        Between(o => o.LeastBytesPerSecond, nameof(LimitOptions.LeastBytesPerSecond), 0, 1_000_000);
        Between(o => o.GraceSeconds, nameof(LimitOptions.GraceSeconds), 2, 600);
        Between(o => o.HeaderSeconds, nameof(LimitOptions.HeaderSeconds), 1, 600);
        Between(o => o.KeepAliveSeconds, nameof(LimitOptions.KeepAliveSeconds), 1, 3600);
    }

    private void Between(System.Linq.Expressions.Expression<Func<LimitOptions, int>> setting, string name, int least, int most)
    {
        var valueOf = setting.Compile();
        RuleFor(setting).InclusiveBetween(least, most).WithMessage(o => $"Limits:{name} is {valueOf(o)}; allowed is {least} to {most}.");
    }
}
