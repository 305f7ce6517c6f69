using ChaosService.Reference.Host.Observing;

namespace ChaosService.Reference.Host.Api;

/// <summary>A query that a client sent to this node, and each node's part in it.</summary>
/// <param name="Number">Counted from the node's start; a gap before the first one shows that older ones were dropped.</param>
/// <param name="Way"><c>planned</c> where the points are, <c>gathered</c> from all nodes, or <c>none</c>.</param>
internal sealed record QueryRecordBody(
    long Number, long At, double Seconds, string TraceId, string Db, string Sql, string Way, int Status, string? Error, int Rows,
    int PartitionsAsked, int Partitions, IEnumerable<NodeShareBody> Nodes)
{
    public static QueryRecordBody Of(long number, QueryRecord query) => new(
        number, query.At, query.Seconds, query.TraceId, query.Db, query.Sql, query.Way, query.Status, query.Error, query.Rows, query.Asked,
        query.Partitions, query.Nodes.Select(n => NodeShareBody.Of(n.Key, n.Value)));
}

/// <param name="Partitions">The partitions that it answered for, as shard number and partition: <c>3/0</c>.</param>
internal sealed record NodeShareBody(
    uint NodeId, int Fragments, IEnumerable<string> Partitions, long PointsScanned, long BytesScanned, long RowsReturned, int Errors)
{
    public static NodeShareBody Of(uint node, NodeShare share) => new(
        node, share.Answered.Count, share.Answered.Select(g => $"{g.Shard}/{g.Partition}"), share.PointsScanned, share.BytesScanned,
        share.RowsReturned, share.Errors);
}
