namespace ChaosService.Reference.Core.Migration.Coordinator;

/// <summary>How patient a coordinator is.</summary>
internal sealed record MoveOptions
{
    /// <summary>After so many ticks without a good answer, what was asked is asked again.</summary>
    public int RetryTicks { get; init; } = 10;

    /// <summary>
    /// After so many times in vain a move is given up. Once the target owns the shard, or the move is given up, it goes on for ever: there
    /// is no other way out.
    /// </summary>
    public int AttemptsMax { get; init; } = 30;

    public MigrationBugs Bugs { get; init; }
}
