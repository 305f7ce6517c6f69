namespace ChaosService.Faults.Disk;

/// <summary>What a fault wants a filesystem to be while it is active.</summary>
internal enum DiskHold
{
    ReadOnly,

    /// <summary>Every write waits, for as long as it takes.</summary>
    Frozen,
}
