using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Shaping;

/// <summary>Whether a backend supports the shapes of a node's faults.</summary>
internal static class ShapeRoom
{
    /// <summary>Null: it can.</summary>
    public static string? Refusal(IShaper shaper, string node, NetworkState state)
    {
        var count = shaper.Held(state).Count;
        return count <= shaper.ShapesMax
            ? null
            : $"{node} would have {count} shapes, one for each peer whose packets depend on those before them, and {shaper.Name} takes "
                + $"{shaper.ShapesMax} on a node; choose fewer other ends by 'to: {{ names: [a, b] }}'.";
    }
}
