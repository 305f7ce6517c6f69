using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Soaking;

/// <summary>What a soak remembers of its windows: a line of each, and the first findings of each check in full.</summary>
internal sealed class SoakTally
{
    private const int SummaryMax = 300;
    private const int FindingsMax = 10;

    private readonly List<WindowRecord> _windows = [];
    private readonly Dictionary<string, List<Finding>> _findings = new(StringComparer.Ordinal);

    public IReadOnlyList<WindowRecord> Windows => _windows;

    public long Findings => _windows.Sum(w => w.Findings);

    public OpCounts Ops =>
        new(_windows.Sum(w => w.Ops.Ok), _windows.Sum(w => w.Ops.Fail), _windows.Sum(w => w.Ops.Info), _windows.Sum(w => w.Ops.Dropped));

    public WindowRecord Add(int index, TimeSpan from, TimeSpan to, RunRecord run)
    {
        foreach (var check in run.Verdict.Checks) Remember(index, check);
        var window = new WindowRecord
        {
            Index = index,
            Seed = run.Plan.Seed,
            FromSeconds = Math.Round(from.TotalSeconds, 3),
            ToSeconds = Math.Round(to.TotalSeconds, 3),
            Verdict = run.Verdict.Outcome,
            Reason = Short(run.Verdict.Reason),
            Aborted = run.Verdict.Aborted,
            Ops = run.Ops,
            Faults = run.Faults.Count,
            // Doubts about assumptions are no violations.
            Findings = run.Verdict.Checks.Where(c => c.Outcome == Outcome.Invalid).SelectMany(c => c.Findings).Sum(f => f.Count),
            P99Ms = run.Verdict.Checks.Select(c => c.Figures.TryGetValue("p99_ms", out var ms) ? ms : (double?)null)
                .FirstOrDefault(ms => ms is not null),
            Checks = [.. run.Verdict.Checks.Select(c => new WindowCheck(c.Check, c.Outcome, Short(c.Summary)))],
        };
        _windows.Add(window);
        return window;
    }

    /// <summary>One verdict per check over all windows, naming those in which it did not hold.</summary>
    public IReadOnlyList<CheckVerdict> Merge() =>
        [.. _windows.SelectMany(w => w.Checks).Select(c => c.Check).Distinct().Select(Merge)];

    private CheckVerdict Merge(string check)
    {
        var by = _windows.SelectMany(w => w.Checks.Where(c => c.Check == check).Select(c => (w.Index, c.Outcome, c.Summary)))
            .ToLookup(c => c.Outcome);
        var (valid, invalid, unknown) = (by[Outcome.Valid].ToList(), by[Outcome.Invalid].ToList(), by[Outcome.Unknown].ToList());
        var first = invalid.Concat(unknown).Select(c => $"; window {c.Index}: {c.Summary}").FirstOrDefault() ?? "";
        return new CheckVerdict
        {
            Check = check,
            Outcome = Outcomes.Merge(by.Select(o => o.Key)),
            Summary = invalid.Count + unknown.Count == 0
                ? $"holds in {(valid.Count == 1 ? "the one window" : $"all {valid.Count} windows")}"
                : $"{Named("invalid", invalid)}{(invalid.Count > 0 && unknown.Count > 0 ? ", " : "")}{Named("unknown", unknown)}{first}",
            Findings = _findings.GetValueOrDefault(check) ?? [],
            Figures = new Dictionary<string, double>
            {
                ["valid_count"] = valid.Count, ["invalid_count"] = invalid.Count, ["unknown_count"] = unknown.Count,
            },
        };

        static string Named(string word, List<(int Index, Outcome, string)> windows) =>
            windows.Count == 0 ? "" : $"{word} in {WindowWords.List([.. windows.Select(w => w.Index)])}";
    }

    private void Remember(int window, CheckVerdict check)
    {
        if (check.Outcome != Outcome.Invalid) return;
        if (!_findings.TryGetValue(check.Check, out var known)) _findings[check.Check] = known = [];
        known.AddRange(
            check.Findings.Take(FindingsMax - known.Count).Select(f => f with { Explanation = $"window {window}: {f.Explanation}" }));
    }

    private static string Short(string text) => text.Length <= SummaryMax ? text : text[..SummaryMax] + "…";
}
