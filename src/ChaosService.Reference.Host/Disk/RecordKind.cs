namespace ChaosService.Reference.Host.Disk;

/// <summary>What a record of the write-ahead log is; the numbers are on disks.</summary>
internal enum RecordKind : byte
{
    Term = 1,
    Entries = 2,
    Snapshot = 3,

    /// <summary>The group is forgotten.</summary>
    End = 4,
}
