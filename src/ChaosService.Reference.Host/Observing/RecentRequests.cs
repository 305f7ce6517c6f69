namespace ChaosService.Reference.Host.Observing;

/// <summary>The debug API's records of past requests: bounded, and lost when the node ends.</summary>
internal sealed class RecentRequests
{
    public Ring<QueryRecord> Queries { get; } = new(256);

    public Ring<RpcRecord> Rpcs { get; } = new(1024);
}
