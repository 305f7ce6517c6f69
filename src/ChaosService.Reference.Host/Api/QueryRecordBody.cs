using ChaosService.Reference.Host.Observing;

namespace ChaosService.Reference.Host.Api;

/// <summary>A query that this node was asked, and what each node did for it.</summary>
/// <param name="Number">Counted from the node's start; a gap before the first one shows that older ones are gone.</param>
/// <param name="Way"><c>planned</c> where the points are, <c>gathered</c> from everywhere, or <c>none</c>.</param>
internal sealed record QueryRecordBody(
    long Number, long At, double Seconds, string TraceId, string Db, string Sql, string Way, int Status, string? Error, int Rows,
    int PartitionsAsked, int Partitions, IEnumerable<NodeShareBody> Nodes)
{
    public static QueryRecordBody Of(long number, QueryRecord query) => new(
        number, query.At, query.Seconds, query.TraceId, query.Db, query.Sql, query.Way, query.Status, query.Error, query.Rows, query.Asked,
        query.Partitions, query.Nodes.Select(n => NodeShareBody.Of(n.Key, n.Value)));
}

/// <param name="Partitions">Those that it has answered for, each as its shard's number and its own: <c>3/0</c>.</param>
internal sealed record NodeShareBody(
    uint NodeId, int Fragments, IEnumerable<string> Partitions, long PointsScanned, long BytesScanned, long RowsReturned, int Errors)
{
    public static NodeShareBody Of(uint node, NodeShare share) => new(
        node, share.Answered.Count, share.Answered.Select(g => $"{g.Shard}/{g.Partition}"), share.PointsScanned, share.BytesScanned,
        share.RowsReturned, share.Errors);
}
