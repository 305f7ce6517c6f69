namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>
/// What always holds (Figure 3.2 of the thesis), what clients rely on, and that the group comes back when it is left alone.
/// </summary>
internal enum Invariant
{
    ElectionSafety,
    LogMatching,
    LeaderCompleteness,
    StateMachineSafety,
    LinearizableWrites,
    LinearizableReads,
    CatalogModel,
    Recovery,
}
