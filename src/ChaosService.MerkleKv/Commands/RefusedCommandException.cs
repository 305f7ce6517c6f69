namespace ChaosService.MerkleKv.Commands;

/// <summary>A command is not carried out; the message is the error that the client reads.</summary>
internal sealed class RefusedCommandException(string message) : Exception(message);
