namespace ChaosService.Reference.Host.Consensus;

/// <summary>How far a group's server has applied its log.</summary>
/// <param name="Since">When this server started, by the node's clock: before that it may have been further.</param>
/// <param name="Index">Of the last entry; 0 for none.</param>
/// <param name="Term">Of the last entry.</param>
/// <param name="Marks">Of the latest blocks, and of the current one, in order.</param>
internal sealed record CommittedStatus(string Since, long Index, long Term, IReadOnlyList<CommittedMark> Marks);

/// <param name="Block">Index of the first entry that is covered.</param>
/// <param name="Index">Of the last one.</param>
/// <param name="Sum">Checksum of their indexes, terms and contents.</param>
internal readonly record struct CommittedMark(long Block, long Index, uint Sum);
