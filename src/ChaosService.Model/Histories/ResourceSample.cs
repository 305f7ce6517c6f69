namespace ChaosService.Model.Histories;

/// <summary>The resources of a node's processes at one moment.</summary>
/// <param name="TimeNs">ns since the run's start.</param>
/// <param name="Series">Identifies one life of the node: a restarted node begins a new series, and nothing is compared
/// across.</param>
/// <param name="MemoryBytes">Anonymous resident memory of all its processes: what a leak increases. It does not include pages of mapped
/// files.</param>
/// <param name="OpenFiles">Open file descriptors of all its processes.</param>
public sealed record ResourceSample(long TimeNs, string Node, string Series, long MemoryBytes, long OpenFiles);
