using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// The calls of a move at each node, in order. Sequence numbers of different nodes are not comparable, so each node is judged separately:
/// which calls must come before a call there.
/// </summary>
internal static class MoveCalls
{
    private const string Prepare = "PrepareShardSnapshot";
    private const string Apply = "ApplyShardSnapshot";
    private const string Signal = "SignalWalStreamProcessed";
    private const string Lock = "LockShardWrites";
    private const string Delete = "DeleteShardData";

    /// <summary>A node that is polled every half second has been polled again within this time, however slow an answer was.</summary>
    private const long AskedAgainNs = 2_000_000_000;

    public static IEnumerable<(string Anomaly, string Sentence)> Troubles(Sights<CallsView> calls)
    {
        foreach (var subject in calls.All.Where(s => s.View is not null).GroupBy(s => s.Subject))
            foreach (var life in Lives(subject))
                foreach (var shard in life.Where(c => c.Ok).GroupBy(c => (c.Table, c.Shard)))
                    if (Wrong([.. shard], life[0].Number == 1) is { } why)
                        yield return ("wrong-call", $"{subject.Key} took {why} of shard {shard.Key.Shard} of table {shard.Key.Table}: "
                            + string.Join(" → ", shard.Select(c => c.Method)));
    }

    /// <summary>The source's copy was deleted, and a later observation of the catalog still showed the move before its cutover.</summary>
    public static IEnumerable<(string Anomaly, string Sentence)> DeletedEarly(Sights<CallsView> calls, Sights<ShardsView> shards)
    {
        foreach (var sight in calls.All.Where(s => s.View is not null))
            foreach (var call in sight.View!.Calls.Where(c => c is { Ok: true, Method: Delete }))
            {
                var later = shards.All.FirstOrDefault(s => s.View is not null
                    && s.View.Shards.Any(v => v.Table == call.Table && v.Shard == call.Shard && IsOwnedAndMoving(v, sight.View.Node))
                    && WasSaidAfter(shards, s, sight.Line.TimeNs));
                if (later is not null && IsTheLatest(sight.View, call))
                    yield return ("deleted-early", $"{sight.Subject} deleted its copy of shard {call.Shard} of table {call.Table} by "
                        + $"{Words.At(sight.Line.TimeNs)}, and the catalog, as {later.Subject} knew it, still had it own that");
            }
    }

    private static bool WasSaidAfter(Sights<ShardsView> shards, Sight<ShardsView> said, long ns) =>
        said.Line.AskedNs > ns || shards.Next(said) is not { } next || next.Line.AskedNs > ns + AskedAgainNs;

    private static bool IsTheLatest(CallsView view, ReceivedCall call) =>
        view.Calls.Where(c => c.Table == call.Table && c.Shard == call.Shard).Max(c => c.Number) == call.Number;

    private static bool IsOwnedAndMoving(ShardView view, string node) =>
        view.Status is ShardStatuses.Snapshot or ShardStatuses.Wal or ShardStatuses.Cutover && view.Target != node
            && view.Replicas.Any(r => r.Contains(node));

    /// <summary>A node's calls from one start to the next.</summary>
    private static List<List<ReceivedCall>> Lives(IEnumerable<Sight<CallsView>> sights)
    {
        List<List<ReceivedCall>> lives = [[]];
        foreach (var view in sights.Select(s => s.View!).Where(v => v.Calls.Count > 0))
        {
            var known = lives[^1].Count == 0 ? 0 : lives[^1][^1].Number;
            if (view.Calls[^1].Number < known) lives.Add([]);
            lives[^1].AddRange(view.Calls.Where(c => lives[^1].Count == 0 || c.Number > lives[^1][^1].Number));
        }
        lives.RemoveAll(l => l.Count == 0);
        return lives;
    }

    /// <param name="isWhole">Whether nothing can be missing before the first call: otherwise it may follow any call.</param>
    private static string? Wrong(IReadOnlyList<ReceivedCall> calls, bool isWhole)
    {
        var (isSource, isTarget, isLocked, isUnsure) = (false, false, false, !isWhole);
        foreach (var method in calls.Select(c => c.Method))
        {
            if (method == Signal && !isTarget && !isUnsure) return $"{Signal} before {Apply}";
            if (method == Lock && !isSource && !isUnsure) return $"{Lock} before {Prepare}";
            if (method == Delete && isSource && !isLocked && !isUnsure) return $"{Delete} before {Lock}";
            if (method == Prepare) (isSource, isTarget, isLocked) = (true, false, false);
            if (method == Apply) (isSource, isTarget, isLocked) = (false, true, false);
            if (method is Prepare or Apply) isUnsure = false;
            if (method == Lock) isLocked = true;
            if (method == Delete) (isSource, isTarget, isLocked) = (false, false, false);
        }
        return null;
    }
}
