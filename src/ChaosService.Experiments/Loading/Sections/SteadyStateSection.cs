using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>steadyState:</c>: the common keys here, the rest by each probe kind.</summary>
internal static class SteadyStateSection
{
    /// <summary>More at once would be significant load.</summary>
    private const int ProbesMax = 100;

    private const string Example = "write 'probes: [{ probe: tcp, name: port, node: etcd1, port: 2379 }]'";

    private static readonly TimeSpan EveryDefault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryLeast = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WithinDefault = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeoutDefault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeoutMost = TimeSpan.FromSeconds(30);

    /// <summary>Null when there is none, or nothing in it is usable.</summary>
    public static SteadyStateSpec? Read(MapReader spec, Scope scope)
    {
        if (spec.Map("steadyState") is not { } reader) return null;
        var every = scope.Positive(reader, "every", Scope.StretchMax) ?? EveryDefault;
        if (every < EveryLeast)
            scope.Problems.Add(
                reader.PlaceOf("every"), "'every' is shorter than 100ms", reader.Text("every"), "write 100ms or more: probes are no load");
        var within = scope.Positive(reader, "within", Scope.StretchMax) ?? WithinDefault;
        reader.Require("probes", Example);
        var items = reader.List("probes");
        if (items is { Count: 0 or > ProbesMax })
            scope.Problems.Add(
                reader.PlaceOf("probes"), $"'probes' has {items.Count} entries", null, items.Count == 0 ? Example : $"at most {ProbesMax}");
        reader.Done();
        var probes = (items ?? []).Select(item => ReadProbe(item, scope)).OfType<(ProbeSpec Spec, SourcePlace Place)>().ToList();
        foreach (var again in probes.GroupBy(p => p.Spec.Name).SelectMany(same => same.Skip(1)))
            scope.Problems.Add(again.Place, "two probes have this name", again.Spec.Name, "give each a 'name' of its own");
        return new SteadyStateSpec(every, within, [.. probes.Select(p => p.Spec)]);
    }

    private static (ProbeSpec, SourcePlace)? ReadProbe(ConfigNode node, Scope scope)
    {
        if (node is not ConfigMap map)
        {
            scope.Problems.Add(node.Place, "an entry of 'probes' must be a map", (node as ConfigScalar)?.Text, Example);
            return null;
        }
        var reader = new MapReader(map, scope.Problems);
        reader.Require("probe", $"name one: {string.Join(", ", scope.Catalog.Probes.Keys.Order(StringComparer.Ordinal))}");
        var kind = scope.Kind(scope.Catalog.Probes, "probe", reader.Text("probe"), reader.PlaceOf("probe"));
        reader.Require("name", "findings call the probe by it: write 'name: api'");
        var name = reader.Text("name");
        var timeout = scope.Positive(reader, "timeout", TimeoutMost) ?? TimeoutDefault;
        if (kind is null) return null;
        var parameters = kind.Bind(reader);
        reader.Done();
        if (parameters is null || name is null) return null;
        ReportUnknownNodes(parameters.Nodes, reader, scope);
        return (new ProbeSpec(name, kind.Name, parameters, timeout), reader.PlaceOf("name"));
    }

    internal static void ReportUnknownNodes(IReadOnlyList<string> nodes, MapReader reader, Scope scope)
    {
        if (scope.Nodes is not { } known) return;
        string[] names = [.. known.Select(n => n.Name)];
        foreach (var unknown in nodes.Except(names))
            scope.Problems.Add(
                reader.PlaceOf("node"), "the target has no such node", unknown,
                $"known: {string.Join(", ", names)}{MapReader.Nearest(unknown, names)}");
    }
}
