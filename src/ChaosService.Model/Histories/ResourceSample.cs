namespace ChaosService.Model.Histories;

/// <summary>What a node's processes held at a moment.</summary>
/// <param name="TimeNs">ns since the run's start.</param>
/// <param name="Series">Tells one life of the node from the next: a restarted node begins a new series, and nothing is compared
/// across.</param>
/// <param name="MemoryBytes">Anonymous resident memory of all its processes: what a leak fills. Pages of mapped files are not in
/// it.</param>
/// <param name="OpenFiles">Open file descriptors of all its processes.</param>
public sealed record ResourceSample(long TimeNs, string Node, string Series, long MemoryBytes, long OpenFiles);
