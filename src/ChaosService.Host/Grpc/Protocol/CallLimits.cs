namespace ChaosService.Host.Grpc.Protocol;

/// <summary>How much one call may take.</summary>
internal sealed record CallLimits
{
    /// <summary>Of a message that is received, unpacked.</summary>
    public required int MessageBytesMax { get; init; }

    /// <summary>How long a message waits for a caller that takes nothing before the call is cut off. Default: 10 s, as for server-sent events.</summary>
    public TimeSpan WriteLimit { get; init; } = TimeSpan.FromSeconds(10);
}
