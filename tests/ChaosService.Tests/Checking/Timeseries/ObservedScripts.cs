using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Tests.Checking.Timeseries;

/// <summary>What is observed of a cluster of nodes n1, n2, n3 with the ids 1, 2, 3. Times are in ms.</summary>
internal static class ObservedScripts
{
    public static Script Holds(this Script script, long at, int node, params ReplicaCopy[] copies) =>
        script.Observed(ReplicasView.Topic, $"n{node}", at, new ReplicasView($"{node}", copies).ToValue());

    public static Script Silent(this Script script, long at, int node) => script.Observed(ReplicasView.Topic, $"n{node}", at, OpValue.None);

    public static Script Catalog(this Script script, long at, params ShardView[] shards) =>
        script.Observed(ShardsView.Topic, "n1", at, new ShardsView(shards).ToValue());

    public static Script Received(this Script script, long at, int node, params ReceivedCall[] calls) =>
        script.Observed(CallsView.Topic, $"n{node}", at, new CallsView($"{node}", calls).ToValue());

    /// <summary>What clients asked n1 since the line before.</summary>
    public static Script Served(this Script script, long at, params ServedQuery[] queries) =>
        script.Observed(QueriesView.Topic, "n1", at, new QueriesView("1", queries).ToValue());

    public static Script ToTheEnd(this Script script, long at = 1000) =>
        script.Phase(RunPhase.LoadEnded, at - 10).Phase(RunPhase.FinalReadsEnded, at);

    /// <summary>Partition 0 of shard 1 of t0, unless told otherwise.</summary>
    public static ReplicaCopy Copy(long points, string checksum = "aa", long? applied = null, long shard = 1, long partition = 0) =>
        new(new("t0", shard, partition), points, checksum, applied);

    /// <summary>Shard 1 of t0, a list of nodes for each partition.</summary>
    public static ShardView Shard(string history, string? target, params string[] replicas) =>
        new("t0", 1, [.. replicas.Select(r => (IReadOnlyList<string>)r.Split(' '))], history.Split(' '), target);
}
