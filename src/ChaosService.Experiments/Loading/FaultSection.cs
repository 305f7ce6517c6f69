using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>Reads <c>faults:</c>: the common keys here, the rest by each fault kind. Absent or empty is a baseline run.</summary>
internal static class FaultSection
{
    public static IReadOnlyList<FaultSpec> Read(MapReader spec, Scope scope) =>
        [.. (spec.List("faults") ?? []).Select(item => Read(item, scope)).OfType<FaultSpec>()];

    private static FaultSpec? Read(ConfigNode node, Scope scope)
    {
        if (node is not ConfigMap map)
        {
            scope.Problems.Add(node.Place, "an entry of 'faults' must be a map", (node as ConfigScalar)?.Text, "write '- kind: network-partition' with 'at', 'for' and 'on' below");
            return null;
        }
        var reader = new MapReader(map, scope.Problems);
        reader.Require("kind", $"name one: {string.Join(", ", scope.Catalog.Faults.Keys.Order(StringComparer.Ordinal))}");
        var kind = scope.Kind(scope.Catalog.Faults, "fault", reader.Text("kind"), reader.PlaceOf("kind"));
        // Before the common keys: where a kind has a key of the same name, it is the kind's (the jitter of a network-delay).
        var parameters = kind?.Bind(reader);
        var timing = Timing.Read(reader, scope);
        var on = SelectorReader.Read(reader, scope);
        // Without a kind nobody knows which other keys are right.
        if (kind is null) return null;
        reader.Done();
        if (parameters is null) return null;
        timing.ReportHold(reader, scope, kind.Name, parameters);
        return on is null ? null : new FaultSpec(kind.Name, parameters, on, timing.At, timing.For, timing.Every, timing.Jitter);
    }
}
