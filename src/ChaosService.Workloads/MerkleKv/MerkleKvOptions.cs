using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.MerkleKv;

/// <param name="Node">The node that every client speaks to. Null, the default: clients spread over all nodes, each at one.</param>
/// <param name="Topic">The prefix of the topics at the broker. Default <c>merkle_kv</c>.</param>
internal sealed record MerkleKvOptions(string? Node, string Topic) : ClientOptions
{
    public const string TopicDefault = "merkle_kv";
}
