namespace ChaosService.Host.Grpc.Protocol;

/// <summary>Ends a call with this status.</summary>
/// <param name="trailers">Go out beside the status; null: none.</param>
internal sealed class RpcException(Status status, Metadata? trailers = null) : Exception($"{status.StatusCode}: {status.Detail}")
{
    public RpcException(StatusCode code, string detail) : this(new Status(code, detail))
    {
    }

    public Status Status { get; } = status;

    public Metadata Trailers { get; } = trailers ?? [];
}
