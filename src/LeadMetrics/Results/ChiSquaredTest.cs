using MathNet.Numerics;

namespace LeadMetrics.Results;

/// <summary>What every χ² test has: when it can be trusted, and what its statistic says.</summary>
/// <remarks>
/// K. Pearson, Philosophical Magazine 50 (1900), 157–175; when not to trust it: W. G. Cochran, Biometrics 10 (1954), 417–451.
/// </remarks>
internal static class ChiSquaredTest
{
    /// <summary>Cochran's rule: no expected count is below 1, and no more than a fifth of them are below 5.</summary>
    public static bool IsTrusted(IReadOnlyCollection<double> expected) =>
        expected.All(count => count >= 1) && expected.Count(count => count < 5) * 5 <= expected.Count;

    /// <summary>The probability, from 0 to 1 and not rounded, of a statistic at least as large by chance.</summary>
    public static double P(double statistic, int degreesOfFreedom) =>

        // 1 − ChiSquared.CDF would leave nothing of a small one.
        SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2d, statistic / 2);
}
