namespace ChaosService.Workloads.MerkleKv.Lines;

/// <summary>What a server sent is not of its protocol.</summary>
internal sealed class LineException(string message) : Exception(message);
