namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>The proposal is in the leader's log. It has succeeded when the entry that is applied at this index has this term.</summary>
internal sealed record Proposed(long Id, long Index, long Term) : Effect;

/// <summary>The state machine is now current enough for the read with this id.</summary>
internal sealed record ReadReady(long Id) : Effect;

/// <summary>The proposal, read or change with this id had no effect and will have none.</summary>
/// <param name="Leader">The server to ask instead, as far as this server knows.</param>
internal sealed record Refused(long Id, Refusal Reason, uint? Leader) : Effect;

/// <summary>For logs and metrics: the server's role, or the leader that it knows of, has changed.</summary>
internal sealed record RoleChanged(Role Role, long Term, uint? Leader) : Effect;
