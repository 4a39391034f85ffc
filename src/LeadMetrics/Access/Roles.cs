namespace LeadMetrics.Access;

/// <summary>What a caller may do. A role is an authorization policy of its name.</summary>
public static class Roles
{
    /// <summary>May ask for every answer, as far as their scope goes.</summary>
    public const string Read = "read";

    /// <summary>May send data.</summary>
    public const string Import = "import";

    /// <summary>May do everything, and see what others did.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Read, Import, Admin];
}
