namespace ChaosService.Reference.Core.Migration;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum MigrationBugs
{
    None = 0,

    /// <summary>The cutover does not wait until the target has everything that the source has.</summary>
    CutoverWithoutWalSync = 1,

    /// <summary>The source reports that it takes no more writes, but still takes them.</summary>
    NoWriteLock = 2,

    /// <summary>The source reports that it has deleted its copy, but keeps it.</summary>
    SourceNeverDeleted = 4,

    /// <summary>The source's copy is deleted before the target owns the shard.</summary>
    DeleteBeforeFlip = 8,
}
