using ChaosService.Model.Configuration;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.MerkleKv;

internal sealed class MerkleKvKind : IDatabaseKind
{
    public string Name => "merklekv";

    public IReadOnlyList<string> Roles => [];

    public IReadOnlyList<string> Functions => [F.Read, F.Write, F.Increment];

    public IReadOnlyList<string> Topics => [ContentsView.Topic, ChangesView.Topic, StatisticsView.Topic];

    public ClientOptions? Bind(MapReader? reader)
    {
        var problems = reader?.Problems.Count;
        var node = reader?.Text("node");
        var topic = reader?.Text("topic");
        reader?.Done();
        return reader?.Problems.Count > problems ? null : new MerkleKvOptions(node, topic ?? MerkleKvOptions.TopicDefault);
    }

    public IDatabase Connect(DatabaseRequest request) => new MerkleKvDatabase(request);
}
