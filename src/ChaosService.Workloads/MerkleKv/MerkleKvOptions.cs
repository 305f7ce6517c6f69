using ChaosService.Model.Clusters;
using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.MerkleKv;

/// <param name="Node">The node that every client speaks to. Null, the default: clients spread over all nodes, each at one.</param>
/// <param name="Topic">The prefix of the topics at the broker. Null, the default: the target's, or else <c>merkle_kv</c>.</param>
internal sealed record MerkleKvOptions(string? Node, string? Topic) : ClientOptions
{
    private const string TopicDefault = "merkle_kv";

    public string EventsOn(TargetDefinition target) => $"{Topic ?? target.TopicPrefix ?? TopicDefault}/events/#";
}
