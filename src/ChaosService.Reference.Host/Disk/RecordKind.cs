namespace ChaosService.Reference.Host.Disk;

/// <summary>The kinds of records in the write-ahead log; the numbers are stored on disks.</summary>
internal enum RecordKind : byte
{
    Term = 1,
    Entries = 2,
    Snapshot = 3,

    /// <summary>The group is deleted.</summary>
    End = 4,
}
