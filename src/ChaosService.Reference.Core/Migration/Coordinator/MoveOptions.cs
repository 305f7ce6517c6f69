namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>Time-outs and retries of a coordinator.</summary>
internal sealed record MoveOptions
{
    /// <summary>A call is retried after this many ticks without a successful answer.</summary>
    public int RetryTicks { get; init; } = 10;

    /// <summary>
    /// After this many failures a move is given up. Once the target owns the shard, or the move is given up, retries never end: there
    /// is no other way out.
    /// </summary>
    public int AttemptsMax { get; init; } = 30;

    public MigrationBugs Bugs { get; init; }
}
