namespace ChaosService.Reference.Core.Raft.Log;

/// <summary>A command to be appended to the log.</summary>
/// <param name="Id">Identifies it in the effects.</param>
internal readonly record struct Proposal(long Id, ReadOnlyMemory<byte> Command);
