namespace ChaosService.Reference.Core.Placement;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum PlacementBugs
{
    None = 0,

    /// <summary>The sum of the bytes is used as the hash: similar keys go to few partitions.</summary>
    SkewedHash = 1,

    /// <summary>The partition is taken modulo the number of nodes as well, so some points go to the wrong one.</summary>
    PartitionModuloNodes = 2,
}
