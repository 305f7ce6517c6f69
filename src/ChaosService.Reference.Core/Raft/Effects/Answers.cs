namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>The proposal is in the leader's log. It has happened when the entry that is applied at this index has this term.</summary>
internal sealed record Proposed(long Id, long Index, long Term) : Effect;

/// <summary>What the state machine holds now is no older than the read with this id.</summary>
internal sealed record ReadReady(long Id) : Effect;

/// <summary>Nothing came or will come of the proposal, read or change with this id.</summary>
/// <param name="Leader">Who may be asked instead, as far as this server knows.</param>
internal sealed record Refused(long Id, Refusal Reason, uint? Leader) : Effect;

/// <summary>For logs and metrics: the server has another role, or knows of another leader.</summary>
internal sealed record RoleChanged(Role Role, long Term, uint? Leader) : Effect;
