namespace ChaosService.Reference.Host.Disk;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum DiskBugs
{
    None = 0,

    /// <summary>While the disk is full, a write is acknowledged and thrown away.</summary>
    AckWhenDiskFull = 1,

    /// <summary>A disk that was full once counts as full, whatever was freed since.</summary>
    FullDiskNeverRecovers = 2,

    /// <summary>A log is cut when its snapshot is on the way to the object store, whether it arrives or not.</summary>
    LogCutBeforeUpload = 4,
}
