using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.IoError;

/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record IoErrorParameters(string? Path) : FaultParameters;
