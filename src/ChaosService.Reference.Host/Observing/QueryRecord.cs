namespace ChaosService.Reference.Host.Observing;

/// <summary>One query that a client sent to this node.</summary>
/// <param name="At">In ns since 1970.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Asked">Partitions that the plan reads; the others of the table were pruned.</param>
internal sealed record QueryRecord(
    long At, double Seconds, string TraceId, string Db, string Sql, string Way, int Status, string? Error, int Rows, int Asked,
    int Partitions, IReadOnlyDictionary<uint, NodeShare> Nodes);
