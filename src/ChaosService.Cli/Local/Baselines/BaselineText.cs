using System.Globalization;
using System.Text;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Engine.Baselines;
using ChaosService.Model.Verdicts;

namespace ChaosService.Cli.Local.Baselines;

/// <summary>A comparison with a baseline: for people the verdict and a line for each figure, the worst first.</summary>
internal static class BaselineText
{
    public static string Write(BaselineComparison comparison)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"{comparison.Experiment}: {RunView.Word(comparison.Outcome)} ({comparison.Runs} of now, "
                + $"{comparison.BaselineRuns} of the baseline, tolerance {Share(comparison.Tolerance)})");
        string[] heading = ["figure", "baseline", "now", "worse", "noise", ""];
        var rows = comparison.Figures.Select(f => (string[])
            [f.Figure, Number(f.Baseline), Number(f.Now), Share(f.Worse), Share(f.Noise), Remark(f)]).Prepend(heading).ToList();
        var widths = Enumerable.Range(0, 5).Select(i => rows.Max(r => r[i].Length)).ToList();
        foreach (var row in rows)
        {
            var numbers = string.Join("  ", Enumerable.Range(1, 4).Select(i => row[i].PadLeft(widths[i])));
            text.AppendLine($"  {row[0].PadRight(widths[0])}  {numbers}  {row[5]}".TrimEnd());
        }
        foreach (var note in comparison.Notes) text.AppendLine($"  note: {note}");
        return text.ToString();
    }

    public static string Json(BaselineComparison comparison) => ConsoleJson.Text(new
    {
        comparison.Experiment,
        comparison.Outcome,
        comparison.Tolerance,
        comparison.BaselineRuns,
        comparison.Runs,
        Figures = comparison.Figures.Select(f => new
        {
            f.Figure, Baseline = Finite(f.Baseline), Now = Finite(f.Now), Worse = Finite(f.Worse), Noise = Finite(f.Noise), f.Outcome,
        }),
        comparison.Notes,
    });

    private static string Remark(ComparedFigure figure) => figure switch
    {
        { Outcome: Outcome.Invalid } => "worse",
        { Now: double.NaN } => "unknown: no run of now has it",
        { Noise: double.NaN } => "unknown: too few of the baseline's runs have it",
        { Outcome: Outcome.Unknown } => "unknown: noise may explain it; more runs would tell",
        _ => "",
    };

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("#,0.###", CultureInfo.InvariantCulture) : "–";

    private static string Share(double value) => double.IsFinite(value) ? value.ToString("0.#%", CultureInfo.InvariantCulture) : "–";

    /// <summary>JSON has no other numbers.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
