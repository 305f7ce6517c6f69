using ChaosService.Model.KeyValue;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>The lines of a node's log that are looked at.</summary>
internal static class LinkLines
{
    /// <summary>By their event ids.</summary>
    public static IReadOnlyDictionary<int, string> Names { get; } = new Dictionary<int, string>
    {
        [8001] = LinkEvents.Started, [8101] = LinkEvents.Connected, [8102] = LinkEvents.Reconnecting,
    };
}
