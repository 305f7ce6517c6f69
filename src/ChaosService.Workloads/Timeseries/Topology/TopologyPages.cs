using System.Text.Json.Serialization;

namespace ChaosService.Workloads.Timeseries.Topology;

/// <param name="Shard">0: the catalog's group.</param>
/// <param name="Role"><c>Leader</c>, <c>Follower</c> and others.</param>
/// <param name="Leader">The number of the node that it follows.</param>
/// <param name="Vote">The number of the node that it has voted for in this term.</param>
internal sealed record GroupPage(
    ulong Shard, int Partition, string Role, long Term, uint? Leader, IReadOnlyList<uint>? Voters, uint? Vote = null)
{
    [JsonIgnore]
    public string Group => Shard == 0 ? "catalog" : $"{Shard}/{Partition}";

    [JsonIgnore]
    public bool Leads => Role == "Leader";
}

/// <param name="Partitions">For each the numbers of the nodes that hold it.</param>
/// <param name="History">Every status that it has had.</param>
internal sealed record ShardPage(
    string DbName, string TableName, ulong Id, IReadOnlyList<IReadOnlyList<uint>> Partitions, string Status, IReadOnlyList<string>? History,
    uint? TargetNodeId);

/// <param name="Crc32C">Of its points as line protocol, in the order of their keys and times.</param>
/// <param name="Applied">Points that batches have brought: more than there are when some took the place of others.</param>
internal sealed record CopyPage([property: JsonPropertyName("crc32c")] string Crc32C, long Points, long? Applied = null);

/// <param name="Number">Counts the calls to this node.</param>
/// <param name="Outcome">A status of gRPC's, or <c>refused</c>.</param>
internal sealed record CallPage(long Number, string Method, ulong? ShardId, string Outcome);

internal sealed record PingPage(uint NodeId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GroupPage[]))]
[JsonSerializable(typeof(ShardPage[]))]
[JsonSerializable(typeof(CopyPage))]
[JsonSerializable(typeof(CallPage[]))]
[JsonSerializable(typeof(PingPage))]
internal sealed partial class TopologyJson : JsonSerializerContext;
