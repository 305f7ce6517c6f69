using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability;

/// <summary>What became of all elements of all sets of a history, counted, with the positions of the elements that are wrong.</summary>
internal sealed class SetTally
{
    public long Attempts { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Present though never acknowledged: the outcome was unknown, and it had happened.</summary>
    public long Recovered { get; private set; }

    public List<(string? Key, Element Element)> Lost { get; } = [];

    /// <summary>Lost within the accepted window after a fault's start.</summary>
    public List<(string? Key, Element Element)> LostAccepted { get; } = [];

    public List<(string? Key, Element Element)> Stale { get; } = [];

    public List<(string? Key, Element Element)> Duplicated { get; } = [];

    /// <summary>Read though its add failed, had not begun, or never was.</summary>
    public List<(string? Key, Element Element)> Phantom { get; } = [];

    public long NeverRead { get; private set; }

    public void Count(History history, string? key, in Element element, SetFullParameters parameters)
    {
        var ops = history.Ops.Span;
        var outcome = element.Add < 0 ? OpType.Fail : ops[element.Add].Outcome;
        var acknowledged = outcome == OpType.Ok;
        var fate = element.Fate(ops, acknowledged);
        if (element.Add >= 0) Attempts++;
        if (acknowledged) Acknowledged++;
        if (outcome == OpType.Info && element.LastPresent >= 0) Recovered++;
        if ((outcome == OpType.Fail && element.LastPresent >= 0) || element.IsPremature(ops)) Phantom.Add((key, element));
        if (element.Duplicated >= 0) Duplicated.Add((key, element));
        if (fate == Fate.NeverRead) NeverRead++;
        if (fate == Fate.Stale) Stale.Add((key, element));
        if (fate == Fate.Lost) (IsAccepted(history, element, parameters) ? LostAccepted : Lost).Add((key, element));
    }

    private static bool IsAccepted(History history, Element element, SetFullParameters parameters) =>
        parameters.LossWindow is { } window
        && history.Faults.Any(f => element.KnownNs >= f.StartNs && element.KnownNs - f.StartNs <= window.Ticks * 100);
}
