namespace ChaosService.Reference.Host.Consensus;

/// <summary>What a group's server has applied of its log.</summary>
/// <param name="Since">When this server began, by the node's clock: before that it may have been further on.</param>
/// <param name="Index">Of the last entry; 0 for none.</param>
/// <param name="Term">Of the last entry.</param>
/// <param name="Marks">Of the latest blocks, and of the one that is under way, in their order.</param>
internal sealed record CommittedStatus(string Since, long Index, long Term, IReadOnlyList<CommittedMark> Marks);

/// <param name="Block">Index of the first entry that counts.</param>
/// <param name="Index">Of the last one.</param>
/// <param name="Sum">Of their indexes, terms and contents.</param>
internal readonly record struct CommittedMark(long Block, long Index, uint Sum);
