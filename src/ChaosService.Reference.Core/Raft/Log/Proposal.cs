namespace ChaosService.Reference.Core.Raft.Log;

/// <summary>A command that is to stand in the log.</summary>
/// <param name="Id">By which the effects say what became of it.</param>
internal readonly record struct Proposal(long Id, ReadOnlyMemory<byte> Command);
