using ChaosService.Model.Actions;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.MerkleKv.Operating;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.MerkleKv;

internal sealed class MerkleKvKind : IDatabaseKind
{
    public string Name => "merklekv";

    public IReadOnlyList<string> Roles => [];

    public IReadOnlyList<string> Functions => [F.Read, F.Write, F.Delete, F.Append, F.Prepend, F.Increment];

    public IReadOnlyList<string> Topics =>
        [ContentsView.Topic, ChangesView.Topic, StatisticsView.Topic, UsageView.Topic, TreeView.Topic, NodeLogView.Topic];

    public IReadOnlyList<IActionKind> Actions { get; } =
        [new EventKind(TimeProvider.System), new MalformedKind(TimeProvider.System), new SyncKind()];

    /// <summary>As in <c>compose/merklekv</c>, so that the same experiments fit.</summary>
    public string AddressedNode => "kv";

    public ClientOptions? Bind(MapReader? reader)
    {
        var problems = reader?.Problems.Count;
        var node = reader?.Text("node");
        var topic = reader?.Text("topic");
        var commands = reader?.Choice("commands", CommandCase.Upper, CommandCase.Lower, CommandCase.Mixed);
        var ops = reader?.Integer("opsPerConnection", 1, int.MaxValue);
        reader?.Done();
        return reader?.Problems.Count > problems ? null : new MerkleKvOptions(node, topic, commands ?? CommandCase.Upper, (int?)ops);
    }

    public IDatabase Connect(DatabaseRequest request) => new MerkleKvDatabase(request);
}
