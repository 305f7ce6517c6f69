namespace ChaosService.Reference.Host.Observing;

/// <summary>One call that another node made to this one. Parts that the call does not have are null.</summary>
/// <param name="At">In ns since 1970.</param>
/// <param name="From">The sender, according to the call.</param>
/// <param name="Outcome">gRPC's status; <c>refused</c> for an answer that reports a failure.</param>
/// <param name="RequestBytes">Size of the request as received.</param>
/// <param name="Payload">The batch in it, unless that is long.</param>
internal sealed record RpcRecord(
    long At, double Seconds, string Service, string Method, string? Db, string? Table, ulong? ShardId, int? HashPartitionIndex,
    string? From, uint NodeId, string Outcome, string? Error, string TraceId, int RequestBytes, ReadOnlyMemory<byte>? Payload);
