using FluentValidation;

namespace LeadMetrics;

/// <summary>Section <c>Answers</c> of the configuration.</summary>
public sealed class AnswerOptions
{
    public const string Section = "Answers";

    /// <summary>Memory for answers that were given, in MB; 0 keeps none.</summary>
    public int CacheMegabytes { get; set; } = 32;
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class AnswerOptionsValidator : AbstractValidator<AnswerOptions>
{
    public AnswerOptionsValidator() => RuleFor(o => o.CacheMegabytes).InclusiveBetween(0, 65_536)
        .WithMessage(o => $"Answers:CacheMegabytes is {o.CacheMegabytes}; allowed is 0 to 65536.");
}
