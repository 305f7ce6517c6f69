using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.ReadOnly;

/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record ReadOnlyParameters(string? Path) : FaultParameters;
