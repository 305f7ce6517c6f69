namespace ChaosService.Model.Timeseries;

/// <summary>The lines of a time-series node's log that are looked at, and the fields that each must have.</summary>
public static class LogEvents
{
    /// <summary>The id that goes from node to node with all that a request causes.</summary>
    public const string Trace = "trace_id";

    public const string Shard = "shard_id";

    public const string Partition = "hash_partition_index";

    public const string Outcome = "outcome";

    /// <summary>The number of the node that a write came from.</summary>
    public const string Origin = "origin";

    /// <summary>The call of a move.</summary>
    public const string Rpc = "rpc";

    /// <summary>What a coordinator says of a move, in words.</summary>
    public const string Line = "line";

    /// <summary>A node hands a write to another one.</summary>
    public const string Forward = "forward";

    /// <summary>What came of that, as the same node knows it.</summary>
    public const string Forwarded = "forwarded";

    /// <summary>A node got a write from another one.</summary>
    public const string Replicated = "replicated";

    /// <summary>A node does not hand a write on, because it is not to.</summary>
    public const string NotForwarded = "not-forwarded";

    /// <summary>A client's write is answered.</summary>
    public const string Write = "write";

    /// <summary>A node has answered its part of a query.</summary>
    public const string QueryPart = "query-part";

    /// <summary>A client's query is answered.</summary>
    public const string Query = "query";

    /// <summary>A coordinator says how far a move is.</summary>
    public const string Move = "move";

    /// <summary>A node has carried out a call of a move.</summary>
    public const string MoveCall = "move-call";

    private const string Node = "node_id";

    private static readonly string[] Place = ["db", "table", Shard, Partition, Node, Trace];
    private static readonly string[] Request = ["db", Node, Trace, Outcome];
    private static readonly string[] MovePlace = ["db_name", "table_name", Shard];

    /// <summary>By the event's name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Required { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [Forward] = Place, [Forwarded] = [.. Place, Outcome], [Replicated] = [.. Place, Outcome, Origin], [NotForwarded] = Place,
        [Write] = Request, [QueryPart] = [.. Place, Outcome], [Query] = Request,
        [Move] = [.. MovePlace, Line], [MoveCall] = [.. MovePlace, Rpc, Outcome],
    };
}
