using System.Globalization;

namespace LeadMetrics.Benchmarks;

/// <summary>What the service aims at, each a ratio of two things measured in the same run, and whether it was met.</summary>
public sealed class Aims
{
    private readonly List<string> _rows = [];

    public void AtMost(string what, double ratio, double aim) => Add(what, ratio, "≤", aim, ratio <= aim);

    public void AtLeast(string what, double ratio, double aim) => Add(what, ratio, "≥", aim, ratio >= aim);

    public void Print()
    {
        Console.WriteLine("| What | Measured | Aim | |");
        Console.WriteLine("|---|---:|---:|---|");
        _rows.ForEach(Console.WriteLine);
    }

    private void Add(string what, double ratio, string sign, double aim, bool met) =>
        _rows.Add(string.Create(CultureInfo.InvariantCulture, $"| {what} | {ratio:0.00} | {sign} {aim:0.##} | {(met ? "met" : "missed")} |"));
}
