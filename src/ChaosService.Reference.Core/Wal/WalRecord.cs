namespace ChaosService.Reference.Core.Wal;

/// <param name="Kind">The kind of payload, which the log does not interpret.</param>
internal readonly record struct WalRecord(byte Kind, ReadOnlyMemory<byte> Payload);
