namespace ChaosService.MerkleKv.Syncing;

/// <summary>The other node gave no answer, or one that makes no sense.</summary>
internal sealed class SyncFailedException(string message, Exception? inner = null) : Exception(message, inner);
