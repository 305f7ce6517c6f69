namespace ChaosService.Reference.Host.Snapshots;

/// <param name="Data">The data for the log: the content, or a reference to it.</param>
/// <param name="Length">Of the content, in bytes.</param>
internal sealed record StoredSnapshot(ReadOnlyMemory<byte> Data, long Length);
