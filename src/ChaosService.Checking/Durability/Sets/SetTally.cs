using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>What happened to all elements of all sets of a history, as counts, with the positions of the elements that are wrong.</summary>
internal sealed class SetTally
{
    /// <summary>Elements, not ops: one that was attempted twice counts once, here and below.</summary>
    public long Attempts { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Present though never acknowledged: the outcome was unknown, but the add took effect.</summary>
    public long Recovered { get; private set; }

    public List<(string? Key, Element Element)> Lost { get; } = [];

    /// <summary>How many of <see cref="Lost"/> cannot simply arrive late.</summary>
    public long CertainlyLost { get; private set; }

    /// <summary>Lost within the accepted window after a fault's start.</summary>
    public List<(string? Key, Element Element)> LostAccepted { get; } = [];

    public List<(string? Key, Element Element)> Stale { get; } = [];

    public List<(string? Key, Element Element)> Duplicated { get; } = [];

    /// <summary>Read although every add failed, none had begun, or there never was one.</summary>
    public List<(string? Key, Element Element)> Phantom { get; } = [];

    public long NeverRead { get; private set; }

    public void Count(ReadOnlySpan<Op> ops, string? key, in Element element, LossWindows windows, bool lossesAreCertain)
    {
        var fate = element.Fate(ops);
        if (element.WasTried) Attempts++;
        if (element.Acknowledged >= 0) Acknowledged++;
        if (element is { Acknowledged: < 0, Possible: >= 0, WasSeen: true }) Recovered++;
        if (element.IsPhantom(ops)) Phantom.Add((key, element));
        if (element.Duplicated >= 0) Duplicated.Add((key, element));
        if (fate == Fate.NeverRead) NeverRead++;
        if (fate == Fate.Stale) Stale.Add((key, element));
        if (fate != Fate.Lost) return;
        var accepted = IsAccepted(ops, element, windows);
        (accepted ? LostAccepted : Lost).Add((key, element));
        if (lossesAreCertain && !accepted) CertainlyLost++;
    }

    private static bool IsAccepted(ReadOnlySpan<Op> ops, in Element element, LossWindows windows) =>
        windows.Cover(element.KnownNs) && !element.BreaksPromise(ops);
}
