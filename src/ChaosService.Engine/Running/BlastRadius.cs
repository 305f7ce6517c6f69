using ChaosService.Model.Experiments;

namespace ChaosService.Engine.Running;

/// <summary>Keeps the faults in force inside the experiment's limits. Thread-safe.</summary>
internal sealed class BlastRadius(SafetyLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _faultsByNode = new(StringComparer.Ordinal);

    /// <summary>Takes the nodes, or says why they may not be touched now. Call <see cref="Leave"/> after the revert.</summary>
    public string? TryEnter(IReadOnlyList<string> nodes)
    {
        lock (_gate)
        {
            if (nodes.FirstOrDefault(limits.ProtectedNodes.Contains) is { } protectedNode)
                return $"{protectedNode} is protected (safety.protected)";
            var touched = _faultsByNode.Keys.Union(nodes).Count();
            if (touched > limits.MaxNodes)
                return $"{touched} nodes would have a fault at once, and safety.maxNodes is {limits.MaxNodes}";
            foreach (var node in nodes) _faultsByNode[node] = _faultsByNode.GetValueOrDefault(node) + 1;
            return null;
        }
    }

    public void Leave(IReadOnlyList<string> nodes)
    {
        lock (_gate)
        {
            foreach (var node in nodes)
                if (--_faultsByNode[node] == 0) _faultsByNode.Remove(node);
        }
    }
}
