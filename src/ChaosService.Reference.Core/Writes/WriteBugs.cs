namespace ChaosService.Reference.Core.Writes;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum WriteBugs
{
    None = 0,

    /// <summary>A write counts as stored with fewer copies than a majority, when no more can be had.</summary>
    OkBelowQuorum = 1,

    /// <summary>What belongs to another node is acknowledged and not sent.</summary>
    LostForward = 2,

    /// <summary>What is sent again, because its answer was lost, is stored again.</summary>
    DoubleApplyOnRetriedForward = 4,

    /// <summary>Of a write that must be whole, the partitions that can store their part do.</summary>
    PartialOnStrict = 8,

    /// <summary>As long as the cluster writes an older format, a newer node leaves out what would stand apart in its own: floats.</summary>
    UpgradeLosesField = 16,
}
