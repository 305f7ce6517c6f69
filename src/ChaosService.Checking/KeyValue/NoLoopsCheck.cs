using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// A node does not publish what it received: no change is published as a new one twice. Who published it is not seen, and after a broken
/// connection its own node may, so a second time proves nothing in a run with faults or actions, nor when that node connected again.
/// </summary>
internal sealed class NoLoopsCheck : ICheckKind
{
    public string Name => "no-loops";

    public string Summary => "no change that a node received is published again";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new NoLoopsParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var changes = Sights<ChangesView>.Of(history, ChangesView.Topic, ChangesView.From);
        if (changes.Doubt is { } doubt) return CheckVerdict.Unknown(Name, doubt);
        if (changes.Last is not [{ View: { Events.Count: > 0 } view }, ..]) return CheckVerdict.Unknown(Name, "no change was seen");
        var ofTheRun = OfTheRun(history);
        var statistics = new SeenStatistics(history);
        var again = view.Events
            .Where(e => e is { IsRepeated: not true, IsRedelivered: not true })
            .GroupBy(e => e.OpId, StringComparer.Ordinal)
            .Where(g => g.Skip(1).Any())
            .Select(g => (Change: g.First(), Times: g.Count(), Excuse: Excuse(g, ofTheRun, statistics)))
            .ToList();
        budget.Deadline.ThrowIfCancellationRequested();
        var found = again.Where(a => a.Excuse is null).ToList();
        var count = view.Events.DistinctBy(e => e.OpId).Count();
        var undecided = again.Count > 0
            ? $"{Words.Many(again.Count, "change")} came more than once, such as {Named(again[0].Change)}, and {again[0].Excuse}"
            : history.TimeOf(RunPhase.FinalReadsEnded) is null ? "the run was not observed to its end" : view.Missed;
        var isFound = found.Count > 0;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = isFound ? Outcome.Invalid : undecided is not null ? Outcome.Unknown : Outcome.Valid,
            Summary = isFound
                ? $"{Words.Many(found.Count, "change")} published more than once: {Told(found[0].Change, found[0].Times)}"
                : undecided ?? $"each of {Words.Many(count, "change")} published once as a new one",
            Findings = isFound ? FindingList.Limited([.. found.Select((a, i) => Finding(history, a.Change, a.Times, i))]) : [],
            Figures = new Dictionary<string, double>
            {
                ["change_count"] = count,
                ["repeated_count"] = view.Events.Count(e => e.IsRepeated == true),
                ["redelivered_count"] = view.Events.Count(e => e.IsRedelivered == true),
                ["looped_count"] = again.Count,
            },
        };
    }

    /// <summary>What else than a loop makes this change come again; null: nothing does.</summary>
    private static string? Excuse(IEnumerable<ChangeEvent> copies, string? ofTheRun, SeenStatistics statistics) =>
        copies.Any(e => e is { IsRepeated: null } or { IsRedelivered: null })
            ? "the history does not say which were published again on purpose"
            : ofTheRun ?? statistics.Reconnected(copies.First().Source);

    /// <summary>What makes any change of the run come again; null: nothing does.</summary>
    private static string? OfTheRun(History history)
    {
        var faults = history.Faults;
        if (faults.FirstOrDefault(f => f.Kind == "mqtt-fault") is { } copied)
            return $"{copied.Id} (mqtt-fault) may have made the copies";
        if (faults is [var fault, ..])
            return $"a node that lost its connection by {fault.Id} ({fault.Kind}) may publish its own change again";
        return history.Actions is [var action, ..]
            ? $"the action {action.Name} ({action.Kind}) may have published it, or broken a connection"
            : null;
    }

    /// <summary>With the acknowledged write behind it, for those that are listed.</summary>
    private static Finding Finding(History history, ChangeEvent change, int times, int place)
    {
        var writes = new List<Op>();
        if (place < FindingList.Limit)
            foreach (ref readonly var op in history.Ops.Span)
                if (op is { F: Functions.Write, Outcome: OpType.Ok } && op.Key == change.Key && LeftValue.Of(op) == change.Value)
                    writes.Add(op);
        return new Finding { Anomaly = "loop", Explanation = Told(change, times), Ops = writes };
    }

    private static string Told(ChangeEvent change, int times) => $"{Named(change)} was published {times} times as a new change";

    private static string Named(ChangeEvent change) => $"{change.OpId} ({change.Op} of {change.Key} by {change.Source})";
}
