namespace ChaosService.Reference.Host.Observing;

/// <summary>One query that a client asked this node.</summary>
/// <param name="At">In ns since 1970.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Asked">Partitions that the plan asked; the others of the table were left out.</param>
internal sealed record QueryRecord(
    long At, double Seconds, string TraceId, string Db, string Sql, string Way, int Status, string? Error, int Rows, int Asked,
    int Partitions, IReadOnlyDictionary<uint, NodeShare> Nodes);
