using System.Text.Json.Serialization;

namespace ChaosService.Workloads.Timeseries.Topology;

/// <param name="Shard">0: the catalog's group.</param>
/// <param name="Role"><c>Leader</c>, <c>Follower</c> and others.</param>
/// <param name="Leader">The number of the node that it follows.</param>
/// <param name="Vote">The number of the node that it voted for in this term.</param>
internal sealed record GroupPage(
    ulong Shard, int Partition, string Role, long Term, uint? Leader, IReadOnlyList<uint>? Voters, uint? Vote = null)
{
    [JsonIgnore]
    public string Group => Shard == 0 ? "catalog" : $"{Shard}/{Partition}";

    [JsonIgnore]
    public bool Leads => Role == "Leader";
}

/// <param name="Shard">0: the catalog's group.</param>
/// <param name="Since">When the group's server started.</param>
/// <param name="Commit">Index of the last entry that it has applied.</param>
internal sealed record CommittedPage(
    ulong Shard, int Partition, string Since, long Commit, IReadOnlyList<uint> Voters, IReadOnlyList<CommittedMarkPage> Marks)
{
    [JsonIgnore]
    public string Group => Shard == 0 ? "catalog" : $"{Shard}/{Partition}";
}

/// <param name="Sum">The checksum of the entries from the first index to the second.</param>
internal sealed record CommittedMarkPage(long Block, long Index, string Sum);

/// <param name="Partitions">For each partition, the numbers of the nodes that hold it.</param>
/// <param name="History">All statuses that it has had.</param>
/// <param name="StartTime">The start of its time range, in ns since 1970.</param>
/// <param name="EndTime">Exclusive.</param>
internal sealed record ShardPage(
    string DbName, string TableName, ulong Id, IReadOnlyList<IReadOnlyList<uint>> Partitions, string Status, IReadOnlyList<string>? History,
    uint? TargetNodeId, long? StartTime = null, long? EndTime = null, IReadOnlyList<string>? ShardKeys = null);

/// <param name="Crc32C">The checksum of its points as line protocol, in the order of their keys and times.</param>
/// <param name="Applied">The number of points in all applied batches: more than there are when some replaced others.</param>
internal sealed record CopyPage([property: JsonPropertyName("crc32c")] string Crc32C, long Points, long? Applied = null);

/// <param name="Number">A counter of the calls to this node.</param>
/// <param name="Outcome">A gRPC status, or <c>refused</c>.</param>
internal sealed record CallPage(long Number, string Method, ulong? ShardId, string Outcome);

/// <summary>A query that a client asked the node.</summary>
/// <param name="Number">A counter of the queries since the node's start.</param>
/// <param name="At">In ns since 1970, by the node's clock.</param>
/// <param name="Seconds">From then to the answer.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record QueryPage(long Number, long At, double Seconds, string Sql, int Status, IReadOnlyList<QuerySharePage> Nodes);

/// <param name="Partitions">The partitions for which it answered, each as <c>3/0</c>.</param>
internal sealed record QuerySharePage(uint NodeId, IReadOnlyList<string>? Partitions, long PointsScanned, long BytesScanned);

internal sealed record PingPage(uint NodeId);

/// <param name="Id">The node's number.</param>
internal sealed record MemberPage(uint Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GroupPage[]))]
[JsonSerializable(typeof(CommittedPage[]))]
[JsonSerializable(typeof(ShardPage[]))]
[JsonSerializable(typeof(CopyPage))]
[JsonSerializable(typeof(CallPage[]))]
[JsonSerializable(typeof(QueryPage[]))]
[JsonSerializable(typeof(PingPage))]
[JsonSerializable(typeof(MemberPage[]))]
internal sealed partial class TopologyJson : JsonSerializerContext;
