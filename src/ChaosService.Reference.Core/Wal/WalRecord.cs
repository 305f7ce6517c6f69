namespace ChaosService.Reference.Core.Wal;

/// <param name="Kind">What the payload is: the log does not know.</param>
internal readonly record struct WalRecord(byte Kind, ReadOnlyMemory<byte> Payload);
