using System.Collections.Concurrent;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>When this node last heard from each other one. Whoever leads the catalog hears from all members all the time.</summary>
internal sealed class Liveness(TimeProvider time)
{
    private readonly ConcurrentDictionary<uint, long> _heard = [];
    private readonly long _start = time.GetTimestamp();

    public void Hear(uint node) => _heard[node] = time.GetTimestamp();

    /// <summary>For how long a node has said nothing; of one that never did, since this one started.</summary>
    public TimeSpan SilenceOf(uint node) => time.GetElapsedTime(_heard.GetValueOrDefault(node, _start));

    public bool WasHeard(uint node, TimeSpan within) => _heard.TryGetValue(node, out var when) && time.GetElapsedTime(when) < within;
}
