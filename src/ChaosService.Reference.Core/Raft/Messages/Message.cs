namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>From one server to another. Messages may be lost, duplicated, delayed and reordered.</summary>
/// <param name="Term">The sender's; in a pre-vote, and in the granting reply to one, the term in which it would campaign.</param>
internal abstract record Message(uint From, uint To, long Term);
