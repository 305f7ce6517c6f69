namespace ChaosService.Reference.Core.Raft.Messages;

/// <summary>From one server to another. Messages may be lost, doubled, late and out of order.</summary>
/// <param name="Term">The sender's; of a pre-vote and of a pre-vote that is granted, the one that it would campaign in.</param>
internal abstract record Message(uint From, uint To, long Term);
