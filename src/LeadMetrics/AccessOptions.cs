using FluentValidation;

namespace LeadMetrics;

/// <summary>Section <c>Access</c> of the configuration: who may call the service, and from where.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>What <see cref="Mode"/> can be.</summary>
    public const string Open = "open", Authenticated = "authenticated";

    /// <summary>
    /// <c>authenticated</c>: who shows neither a key nor a token is told nothing. <c>open</c>: who shows none may do
    /// everything. Nothing is open in Development, and authenticated elsewhere.
    /// </summary>
    public string? Mode { get; set; }

    /// <summary>
    /// The least leads that a row may be of to be shown to a caller who may not see single leads; 0 or 1 where any may. What one lead is
    /// like is not told by a row of 1.
    /// </summary>
    public int SmallestGroup { get; set; } = 5;

    /// <summary>Tokens of an OpenID Connect issuer.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>The pages of other sites that may ask.</summary>
    public CorsOptions Cors { get; set; } = new();
}

/// <summary>Section <c>Access:Jwt</c>.</summary>
public sealed class JwtOptions
{
    /// <summary>The issuer's address, whose <c>/.well-known/openid-configuration</c> has its keys; null where no tokens are taken.</summary>
    public string? Authority { get; set; }

    /// <summary>What a token must be made for.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the roles: a list, or a text with blanks.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The claim that holds the ids of the owners whose leads a token may see; null where none limits it.</summary>
    public string? OwnerIdsClaim { get; set; }

    /// <summary>The claim that holds the teams.</summary>
    public string? TeamsClaim { get; set; }

    /// <summary>The claim that holds the ids of sources.</summary>
    public string? SourceIdsClaim { get; set; }

    /// <summary>The claim that says with <c>true</c> that a token may see single leads; null where each may.</summary>
    public string? RecordsClaim { get; set; }
}

/// <summary>Section <c>Access:Cors</c>.</summary>
public sealed class CorsOptions
{
    /// <summary>Origins such as <c>https://crm.example.com</c>, or <c>*</c> alone.</summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>Whether a browser may send cookies along, for a sign-in that stands before the service.</summary>
    public bool Credentials { get; set; }
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class AccessOptionsValidator : AbstractValidator<AccessOptions>
{
    public AccessOptionsValidator()
    {
        RuleFor(o => o.Mode).Must(mode => mode is null or AccessOptions.Open or AccessOptions.Authenticated)
            .WithMessage(o => $"Access:Mode is '{o.Mode}'; allowed are {AccessOptions.Open} and {AccessOptions.Authenticated}.");
        RuleFor(o => o.SmallestGroup).InclusiveBetween(0, 1000).WithMessage(o => $"Access:SmallestGroup is {o.SmallestGroup}; allowed is 0 to 1000.");
        RuleFor(o => o.Jwt).SetValidator(new JwtOptionsValidator());
        RuleFor(o => o.Cors).SetValidator(new CorsOptionsValidator());
    }
}

public sealed class JwtOptionsValidator : AbstractValidator<JwtOptions>
{
    public JwtOptionsValidator()
    {
        // What is read over plain http could be anybody's keys.
        RuleFor(o => o.Authority)
            .Must(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            .When(o => o.Authority is not null)
            .WithMessage(o => $"Access:Jwt:Authority is '{o.Authority}'; allowed is the https address of an OpenID Connect issuer, such as https://login.example.com/realms/sales; http is allowed for one on this machine alone, such as http://127.0.0.1:8080/realms/sales.");
        RuleFor(o => o.Audience).NotEmpty().When(o => o.Authority is not null)
            .WithMessage("Access:Jwt:Audience is empty; name the audience that a token must be made for, such as leadmetrics: one made for another service must not open this one.");
        RuleFor(o => o.Authority).NotNull().When(o => o.Audience is not null)
            .WithMessage("Access:Jwt:Audience is set without Access:Jwt:Authority; name the issuer whose tokens are taken.");
        Claim(o => o.RolesClaim, nameof(JwtOptions.RolesClaim));
        Claim(o => o.OwnerIdsClaim, nameof(JwtOptions.OwnerIdsClaim));
        Claim(o => o.TeamsClaim, nameof(JwtOptions.TeamsClaim));
        Claim(o => o.SourceIdsClaim, nameof(JwtOptions.SourceIdsClaim));
        Claim(o => o.RecordsClaim, nameof(JwtOptions.RecordsClaim));
    }

    private void Claim(System.Linq.Expressions.Expression<Func<JwtOptions, string?>> claim, string name) =>
        RuleFor(claim).Must(text => text is null || text.Trim().Length > 0).WithMessage($"Access:Jwt:{name} is empty; name a claim, or leave it out.");
}

public sealed class CorsOptionsValidator : AbstractValidator<CorsOptions>
{
    public CorsOptionsValidator()
    {
        RuleForEach(o => o.Origins).Must(IsOrigin)
            .WithMessage((_, origin) => $"Access:Cors:Origins has '{origin}'; allowed is scheme, host and port as a browser sends them, such as https://crm.example.com, or * alone.");
        RuleFor(o => o.Origins).Must(origins => origins.Count == 1).When(o => o.Origins.Contains("*"))
            .WithMessage("Access:Cors:Origins has * beside others; it takes in all of them.");
        RuleFor(o => o.Credentials).Must(credentials => !credentials).When(o => o.Origins.Contains("*"))
            .WithMessage("Access:Cors:Credentials is true while Access:Cors:Origins is *: every page on the web could then ask as whoever looks at it. Name the origins.");
    }

    private static bool IsOrigin(string text) =>
        text == "*" || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text && uri.UserInfo.Length == 0);
}
