using ChaosService.Model.Clusters;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.MerkleKv.Changes;

namespace ChaosService.Workloads.MerkleKv;

/// <param name="Node">The node that every client speaks to. Null, the default: clients spread over all nodes, each at one.</param>
/// <param name="Topic">The prefix of the topics at the broker. Null, the default: the target's, or else <c>merkle_kv</c>.</param>
/// <param name="Commands">How clients write the names of commands; see <see cref="CommandCase"/>.</param>
/// <param name="OpsPerConnection">After so many ops a client closes its connection. Null, the default: it keeps it.</param>
internal sealed record MerkleKvOptions(string? Node, string? Topic, string Commands, int? OpsPerConnection = null) : ClientOptions
{
    public string EventsOn(TargetDefinition target) => $"{ChangeTopic.Of(Topic, target)}/#";
}
