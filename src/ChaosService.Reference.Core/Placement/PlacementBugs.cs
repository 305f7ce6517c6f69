namespace ChaosService.Reference.Core.Placement;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum PlacementBugs
{
    None = 0,

    /// <summary>The sum of the bytes stands for the hash: keys that are alike go to few partitions.</summary>
    SkewedHash = 1,

    /// <summary>Partitions whose number is not below that of the nodes are taken for others.</summary>
    PartitionModuloNodes = 2,
}
