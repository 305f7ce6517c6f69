using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Inodes;

/// <param name="LeaveFiles">How many files can still be created. Default 0.</param>
/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record InodesParameters(long LeaveFiles, string? Path) : FaultParameters
{
    /// <summary>More files take too long to create and to delete.</summary>
    public const long MostFiles = 1_000_000;
}
