using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Log;

/// <summary>An entry of the log. A leader's first entry of its term has neither a command nor a membership.</summary>
/// <param name="Command">For the state machine.</param>
/// <param name="Membership">Applies as soon as it is in the log, committed or not.</param>
internal sealed record Entry(long Index, long Term, ReadOnlyMemory<byte> Command, Membership? Membership = null);
