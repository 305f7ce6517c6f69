using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Logs;

/// <summary>
/// A move can be followed in the logs: its coordinators log each phase, in order, and the nodes that they call log their part before that
/// phase.
/// </summary>
internal sealed class LoggedMoves(History history, IReadOnlyList<LoggedLine> lines)
{
    private const string StatusIs = "Status: ";

    private static readonly string[] Order =
        [ShardStatuses.Snapshot, ShardStatuses.Wal, ShardStatuses.Cutover, ShardStatuses.Stable, ShardStatuses.Cleaned];

    /// <summary>What nodes must have done before a phase is reached.</summary>
    private static readonly Dictionary<string, string[]> Before = new()
    {
        [ShardStatuses.Wal] = ["PrepareShardSnapshot", "ApplyShardSnapshot"],
        [ShardStatuses.Cutover] = ["SignalWalStreamProcessed", "LockShardWrites"],
        [ShardStatuses.Cleaned] = ["UnlockShardWrites", "DeleteShardData"],
    };

    private readonly ILookup<string, LoggedLine> _said = lines
        .Where(l => l.Event.Name == LogEvents.Move && l.Event[LogEvents.Line] is not null).ToLookup(l => l.Event[LogEvents.Shard] ?? "");

    private readonly ILookup<(string, string?), LoggedLine> _done = lines
        .Where(l => l.Event.Name == LogEvents.MoveCall && l.Event[LogEvents.Outcome] == "done")
        .ToLookup(l => (l.Event[LogEvents.Shard] ?? "", l.Event[LogEvents.Rpc]));

    /// <summary>Moves whose end was logged.</summary>
    public int Count => _said.SelectMany(s => s).Count(l => Status(l) == ShardStatuses.Cleaned);

    public IEnumerable<Finding> Troubles(Sights<ShardsView> shards) =>
        _said.SelectMany(s => InOrder(s.Key, [.. s])).Concat(Unsaid(shards));

    private IEnumerable<Finding> InOrder(string shard, IReadOnlyList<LoggedLine> said)
    {
        var (last, begunNs) = (default(string), 0L);
        foreach (var line in said)
        {
            if (IsGivenUp(line)) last = null;
            if (IsGivenUp(line) || Status(line) is not { } now || now == last) continue;
            var isFirst = now == ShardStatuses.Snapshot && last is null or ShardStatuses.Cleaned;
            if (isFirst) begunNs = line.AtNs;
            var isExcused = LoggedLine.MayBeLost(history, null, begunNs, line.AtNs);
            if (!isFirst && !isExcused && Array.IndexOf(Order, now) != Array.IndexOf(Order, last) + 1)
                yield return Tell(
                    "wrong-phase",
                    $"{line.Node} logged {now} of the move of shard {shard} at {Words.At(line.AtNs)}, after {last ?? "nothing"}");
            foreach (var call in isExcused ? [] : Before.GetValueOrDefault(now, []))
                if (!_done[(shard, call)].Any(c => c.AtNs >= begunNs - LoggedLine.SkewNs && c.AtNs <= line.AtNs + LoggedLine.SkewNs))
                    yield return Tell(
                        "unlogged-call", $"{line.Node} logged {now} of the move of shard {shard} at {Words.At(line.AtNs)}, and no node has "
                            + $"logged {call} of it before");
            last = now;
        }
    }

    /// <summary>Statuses of a shard that the catalog shows and no log does.</summary>
    private IEnumerable<Finding> Unsaid(Sights<ShardsView> shards)
    {
        if (LoggedLine.MayBeLost(history, null, 0, long.MaxValue / 2)) yield break;
        var known = shards.Last.Where(s => s.View is not null).SelectMany(s => s.View!.Shards).GroupBy(s => s.Shard)
            .Select(s => s.MaxBy(v => v.History.Count)!);
        foreach (var shard in known)
        {
            // A move begins as Stable, and one that was cancelled returns to it.
            var statuses = shard.History.Where(s => s != ShardStatuses.Stable).ToHashSet();
            statuses.ExceptWith(_said[$"{shard.Shard}"].Select(Status).OfType<string>());
            if (statuses.Count > 0)
                yield return Tell(
                    "unlogged-phase",
                    $"shard {shard.Shard} of table {shard.Table} was {string.Join(", ", statuses.Order())} in the catalog, and no node has "
                        + "logged it");
        }
    }

    private static Finding Tell(string anomaly, string explanation) => new() { Anomaly = anomaly, Explanation = explanation };

    private static bool IsGivenUp(LoggedLine line) =>
        line.Event[LogEvents.Line]!.Contains(" is undone", StringComparison.Ordinal)
            || line.Event[LogEvents.Line]!.Contains(" is given up", StringComparison.Ordinal);

    private static string? Status(LoggedLine line)
    {
        var text = line.Event[LogEvents.Line]!;
        var at = text.IndexOf(StatusIs, StringComparison.Ordinal);
        return at < 0 || IsGivenUp(line) ? null : text[(at + StatusIs.Length)..].TrimEnd('.');
    }
}
