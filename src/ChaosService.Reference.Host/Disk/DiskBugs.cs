namespace ChaosService.Reference.Host.Disk;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum DiskBugs
{
    None = 0,

    /// <summary>While the disk is full, a write is acknowledged and thrown away.</summary>
    AckWhenDiskFull = 1,

    /// <summary>A disk that was full once counts as full, whatever was freed since then.</summary>
    FullDiskNeverRecovers = 2,

    /// <summary>A log is cut when the upload of its snapshot starts, whether it succeeds or not.</summary>
    LogCutBeforeUpload = 4,
}
