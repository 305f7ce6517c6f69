using System.Collections.Concurrent;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>When this node last heard from each of the others. The catalog's leader hears from all members regularly.</summary>
internal sealed class Liveness(TimeProvider time)
{
    private readonly ConcurrentDictionary<uint, long> _heard = [];
    private readonly long _start = time.GetTimestamp();

    public void Hear(uint node) => _heard[node] = time.GetTimestamp();

    /// <summary>How long a node has been silent; if it was never heard from, since this node's start.</summary>
    public TimeSpan SilenceOf(uint node) => time.GetElapsedTime(_heard.GetValueOrDefault(node, _start));

    public bool WasHeard(uint node, TimeSpan within) => _heard.TryGetValue(node, out var when) && time.GetElapsedTime(when) < within;
}
