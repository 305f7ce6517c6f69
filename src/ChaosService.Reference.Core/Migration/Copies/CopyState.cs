namespace ChaosService.Reference.Core.Migration.Copies;

/// <summary>A node's persistent state of its copy of a shard, besides the records.</summary>
/// <param name="Move">The move that it is the target of, or is locked for.</param>
/// <param name="Source">Where the target of a move gets its records.</param>
/// <param name="ClosedMove">The latest move that has ended here: later messages of it, or of older moves, are ignored.</param>
/// <param name="Length">How many records it has.</param>
/// <param name="HasSnapshot">The target has taken the source's snapshot.</param>
internal sealed record CopyState(CopyRole Role, ulong Move, uint Source, ulong ClosedMove, long Length, bool HasSnapshot)
{
    public static CopyState None { get; } = new(CopyRole.None, 0, 0, 0, 0, HasSnapshot: false);

    /// <summary>The copy that a shard begins with.</summary>
    public static CopyState New { get; } = None with { Role = CopyRole.Serving };
}
