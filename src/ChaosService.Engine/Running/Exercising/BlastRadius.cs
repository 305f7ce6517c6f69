using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>Keeps the active faults within the experiment's limits. Thread-safe.</summary>
/// <param name="nodes">Of the target: a service that is protected is all of its containers.</param>
internal sealed class BlastRadius(SafetyLimits limits, IReadOnlyList<ClusterNode> nodes)
{
    private readonly string[] _protected = [.. limits.ProtectedNodes.SelectMany(name => nodes.Called(name)).Select(n => n.Name)];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _faultsByNode = new(StringComparer.Ordinal);

    /// <summary>Takes the nodes, or says why they may not be touched now. Call <see cref="Leave"/> after the revert.</summary>
    public string? TryEnter(IReadOnlyList<string> wanted)
    {
        lock (_gate)
        {
            if (wanted.FirstOrDefault(_protected.Contains) is { } protectedNode)
                return $"{protectedNode} is protected (safety.protected)";
            var touched = _faultsByNode.Keys.Union(wanted).Count();
            if (touched > limits.MaxNodes)
                return $"{touched} nodes would have a fault at once, and safety.maxNodes is {limits.MaxNodes}";
            foreach (var node in wanted) _faultsByNode[node] = _faultsByNode.GetValueOrDefault(node) + 1;
            return null;
        }
    }

    public void Leave(IReadOnlyList<string> left)
    {
        lock (_gate)
        {
            foreach (var node in left)
                if (--_faultsByNode[node] == 0) _faultsByNode.Remove(node);
        }
    }
}
