using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Copies;

/// <summary>What a node wants done for its copy. Effects are carried out in order, each one over before the next begins.</summary>
internal abstract record CopyEffect;

/// <summary>On the disk at once, or not at all.</summary>
/// <param name="Added">Records that come after those that are there; with <see cref="CopyRole.None"/> all are taken away.</param>
internal sealed record PersistCopy(CopyState State, IReadOnlyList<ReadOnlyMemory<byte>> Added) : CopyEffect;

internal sealed record Tell(MigrationAnswer Answer) : CopyEffect;

internal sealed record Fetch(WalRequest Request) : CopyEffect;

/// <summary>Sends at most <paramref name="Count"/> of the records after those that the request says are there.</summary>
internal sealed record Ship(WalRequest Request, int Count, long End) : CopyEffect;

/// <summary>The write is on the disk.</summary>
internal sealed record Wrote(long Id) : CopyEffect;

/// <summary>Nothing came of the write.</summary>
internal sealed record WriteRefused(long Id, string Reason) : CopyEffect;
