namespace ChaosService.Model.Histories;

/// <summary>The steps of a fault's life, in order. <see cref="Gap"/> and <see cref="Failed"/> may come at any point.</summary>
public enum FaultStep
{
    /// <summary>The decision: injection starts now.</summary>
    Inject,

    /// <summary>Active on every node.</summary>
    Injected,

    /// <summary>The effect was measured; the event says whether it was seen.</summary>
    Effect,

    Revert,
    Reverted,

    /// <summary>The end of the effect was measured; the event says whether it was seen.</summary>
    Recovery,

    /// <summary>The fault was inactive for a while: a node restarted, and the fault was applied again.</summary>
    Gap,

    /// <summary>A step could not be carried out; the detail says why.</summary>
    Failed,

    /// <summary>The fault never began, on purpose: the detail says why. It has no other step.</summary>
    Skipped,
}

/// <summary>A step of the nemesis, as recorded in the history among the ops.</summary>
/// <param name="Index">History index; -1 before it is recorded.</param>
/// <param name="TimeNs">ns since the run's start.</param>
/// <param name="Proven">For <see cref="FaultStep.Effect"/> and <see cref="FaultStep.Recovery"/>: whether it was seen. Null for the other
/// steps.</param>
/// <param name="Detail">What was measured, in a sentence.</param>
public sealed record FaultEvent(
    int Index, long TimeNs, string FaultId, string Kind, FaultStep Step, IReadOnlyList<string> Nodes, bool? Proven, string Detail);
