using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Copies;

/// <summary>An action that a node's copy requests. Effects are carried out in order, each completed before the next begins.</summary>
internal abstract record CopyEffect;

/// <summary>Persisted atomically.</summary>
/// <param name="Added">Records to append to those that exist; with <see cref="CopyRole.None"/> all are removed.</param>
internal sealed record PersistCopy(CopyState State, IReadOnlyList<ReadOnlyMemory<byte>> Added) : CopyEffect;

internal sealed record Tell(MigrationAnswer Answer) : CopyEffect;

internal sealed record Fetch(WalRequest Request) : CopyEffect;

/// <summary>Sends at most <paramref name="Count"/> of the records after those that the requester already has.</summary>
internal sealed record Ship(WalRequest Request, int Count, long End) : CopyEffect;

/// <summary>The write is on the disk.</summary>
internal sealed record Wrote(long Id) : CopyEffect;

/// <summary>The write was not stored.</summary>
internal sealed record WriteRefused(long Id, string Reason) : CopyEffect;
