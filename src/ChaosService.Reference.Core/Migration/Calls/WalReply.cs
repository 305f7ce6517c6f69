namespace ChaosService.Reference.Core.Migration.Calls;

/// <summary>Records of the source, from the one after <paramref name="After"/> on.</summary>
/// <param name="End">How many the source has in all.</param>
internal sealed record WalReply(ulong Move, uint To, long After, IReadOnlyList<ReadOnlyMemory<byte>> Records, long End);
