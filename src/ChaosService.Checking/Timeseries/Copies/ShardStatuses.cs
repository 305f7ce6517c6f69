namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>The statuses of a shard's move, and the allowed transitions.</summary>
internal static class ShardStatuses
{
    public const string Stable = "Stable";
    public const string Snapshot = "MigratingSnapshot";
    public const string Wal = "MigratingWAL";
    public const string Cutover = "AwaitingCutover";
    public const string Cleaned = "Cleaned";

    /// <summary>A move may be cancelled until the cutover; nothing is cleaned up without a cutover.</summary>
    /// <param name="before">The status before <paramref name="from"/>; null: unknown.</param>
    public static bool MayFollow(string? before, string from, string to) => (from, to) switch
    {
        (Stable, Snapshot) or (Cleaned, Snapshot) => true,
        (Snapshot, Wal) or (Wal, Cutover) => true,
        (Snapshot or Wal or Cutover, Stable) => true,
        (Stable, Cleaned) => before is null or Cutover,
        _ => false,
    };
}
