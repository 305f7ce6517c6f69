namespace ChaosService.Reference.Host.Snapshots;

/// <param name="Data">What the log is to hold: the content, or where it is.</param>
/// <param name="Length">Of the content, in bytes.</param>
internal sealed record StoredSnapshot(ReadOnlyMemory<byte> Data, long Length);
