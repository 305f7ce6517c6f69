namespace ChaosService.Reference.Host.Observing;

/// <summary>One call that another node made to this one. What the call does not say is null.</summary>
/// <param name="At">In ns since 1970.</param>
/// <param name="From">The node that says it sent it.</param>
/// <param name="Outcome">gRPC's status; <c>refused</c> for an answer that says of itself that it is no success.</param>
/// <param name="RequestBytes">Of the request as it came.</param>
/// <param name="Payload">The batch that it brought, unless that is long.</param>
internal sealed record RpcRecord(
    long At, double Seconds, string Service, string Method, string? Db, string? Table, ulong? ShardId, int? HashPartitionIndex,
    string? From, uint NodeId, string Outcome, string? Error, string TraceId, int RequestBytes, ReadOnlyMemory<byte>? Payload);
