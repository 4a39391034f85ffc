using FluentValidation;
using Microsoft.Data.SqlClient;

namespace LeadMetrics.Engines;

/// <summary>Section <c>Database</c> of the configuration.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>sqlite</c> (default) or <c>sqlserver</c>.</summary>
    public string Engine { get; set; } = "sqlite";

    /// <summary>SQLite: the file. A relative path starts in the current directory.</summary>
    public string Path { get; set; } = "data/leadmetrics.db";

    /// <summary>SQL Server: the connection string, naming the database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>SQL Server: reads say ApplicationIntent=ReadOnly, so that a readable secondary answers them.</summary>
    public bool ReadOnlyIntent { get; set; }

    /// <summary>Seconds that a question may take; its statement is stopped then.</summary>
    public int CommandTimeoutSeconds { get; set; } = 60;

    /// <summary>How many questions may wait while as many run as may; who comes then is told to come again.</summary>
    public int MostWaiting { get; set; } = 100;

    /// <summary>The engine that these options name.</summary>
    public IEngine Create() => Engine == "sqlserver" ? new SqlServerEngine(this) : new SqliteEngine(this);
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class DatabaseOptionsValidator : AbstractValidator<DatabaseOptions>
{
    public DatabaseOptionsValidator()
    {
        RuleFor(o => o.Engine).Must(engine => engine is "sqlite" or "sqlserver")
            .WithMessage(o => $"Database:Engine is '{o.Engine}'; allowed are sqlite and sqlserver.");
        RuleFor(o => o.Path).NotEmpty().When(o => o.Engine == "sqlite")
            .WithMessage("Database:Path is empty; give the path of the SQLite file.");
        RuleFor(o => o.CommandTimeoutSeconds).InclusiveBetween(1, 3600)
            .WithMessage(o => $"Database:CommandTimeoutSeconds is {o.CommandTimeoutSeconds}; allowed are 1 to 3600.");
        RuleFor(o => o.MostWaiting).InclusiveBetween(0, 100_000)
            .WithMessage(o => $"Database:MostWaiting is {o.MostWaiting}; allowed are 0 to 100000.");
        RuleFor(o => o.ConnectionString).Custom((text, context) =>
        {
            if (context.InstanceToValidate.Engine != "sqlserver")
            {
                return;
            }

            try
            {
                if (string.IsNullOrEmpty(new SqlConnectionStringBuilder(text).InitialCatalog))
                {
                    context.AddFailure("Database:ConnectionString names no database; add Database=LeadMetrics (or another name) to it.");
                }
            }
            catch (ArgumentException e)
            {
                context.AddFailure($"Database:ConnectionString is no connection string of SQL Server: {e.Message}");
            }
        });
    }
}
