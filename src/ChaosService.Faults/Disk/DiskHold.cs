namespace ChaosService.Faults.Disk;

/// <summary>What a fault wants a filesystem to be while it is active.</summary>
internal enum DiskHold
{
    ReadOnly,

    /// <summary>Every write blocks until the end.</summary>
    Frozen,

    /// <summary>It takes writes just now, by a fault that freezes it again and again.</summary>
    Flowing,

    /// <summary>
    /// Every read and write fails, and what was not on the disk is lost. It excludes the others, and takes a new mount to end.
    /// </summary>
    Failed,
}
