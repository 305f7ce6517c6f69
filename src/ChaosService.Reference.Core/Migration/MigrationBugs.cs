namespace ChaosService.Reference.Core.Migration;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum MigrationBugs
{
    None = 0,

    /// <summary>Nobody waits for the target to have what the source has.</summary>
    CutoverWithoutWalSync = 1,

    /// <summary>The source says that it takes no more writes, and takes them.</summary>
    NoWriteLock = 2,

    /// <summary>The source says that it has deleted its copy, and keeps it.</summary>
    SourceNeverDeleted = 4,

    /// <summary>The source's copy is deleted before the target owns the shard.</summary>
    DeleteBeforeFlip = 8,
}
