using ChaosService.Model.Histories;

namespace ChaosService.Engine.Soaking;

/// <summary>
/// A soak's resource samples, thinned while they come so that their number is bounded: each time a node's are too many, every second
/// one goes, and from then on only every second of those that come is taken.
/// </summary>
internal sealed class ResourceTrack
{
    /// <summary>Enough for a trend and for a chart that is as wide as a screen.</summary>
    public const int PerNodeMax = 1000;

    private readonly SortedDictionary<string, NodeTrack> _nodes = new(StringComparer.Ordinal);

    /// <param name="offsetNs">From the soak's start to the start of the samples' clock.</param>
    public void Add(IEnumerable<ResourceSample> samples, long offsetNs)
    {
        foreach (var sample in samples)
        {
            if (!_nodes.TryGetValue(sample.Node, out var node)) _nodes[sample.Node] = node = new NodeTrack();
            node.Add(sample with { TimeNs = sample.TimeNs + offsetNs });
        }
    }

    /// <summary>By node, and in the order of time.</summary>
    public IReadOnlyList<ResourceSample> Samples => [.. _nodes.Values.SelectMany(n => n.Samples)];

    private sealed class NodeTrack
    {
        private long _stride = 1;
        private long _seen;

        public List<ResourceSample> Samples { get; private set; } = [];

        public void Add(ResourceSample sample)
        {
            if (_seen++ % _stride != 0) return;
            Samples.Add(sample);
            if (Samples.Count <= PerNodeMax) return;
            Samples = [.. Samples.Where((_, i) => i % 2 == 0)];
            _stride *= 2;
        }
    }
}
