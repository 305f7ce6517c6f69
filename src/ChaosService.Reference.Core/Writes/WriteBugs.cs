namespace ChaosService.Reference.Core.Writes;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum WriteBugs
{
    None = 0,

    /// <summary>A write counts as stored with fewer copies than a majority, when no more can be reached.</summary>
    OkBelowQuorum = 1,

    /// <summary>Lines for another node are acknowledged and not sent.</summary>
    LostForward = 2,

    /// <summary>A batch that is sent again, because its answer was lost, is stored again.</summary>
    DoubleApplyOnRetriedForward = 4,

    /// <summary>An all-or-nothing write is stored by those partitions that can.</summary>
    PartialOnStrict = 8,

    /// <summary>While the cluster writes an older format, a newer node leaves out what its own format stores separately: floats.</summary>
    UpgradeLosesField = 16,
}
