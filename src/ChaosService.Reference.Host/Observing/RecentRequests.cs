namespace ChaosService.Reference.Host.Observing;

/// <summary>What the debug API shows of the past: bounded, and lost when the node ends.</summary>
internal sealed class RecentRequests
{
    public Ring<QueryRecord> Queries { get; } = new(256);

    public Ring<RpcRecord> Rpcs { get; } = new(1024);
}
