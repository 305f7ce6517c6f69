using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>checks:</c>, a list of bare names or of maps with the name as their only key.</summary>
/// <param name="Names">As written, including those with wrong parameters: references to a check need only its name.</param>
internal sealed record CheckSection(IReadOnlyList<CheckSpec> Specs, IReadOnlyList<string> Names)
{
    private const string Fix = "write '- linearizable', or '- recovery: { within: 10s }'";

    public static CheckSection Read(MapReader spec, Scope scope)
    {
        spec.Require("checks", "a run without checks proves nothing: write 'checks: [linearizable, availability]'");
        var items = spec.List("checks");
        if (items is { Count: 0 })
            scope.Problems.Add(
                spec.PlaceOf("checks"), "'checks' is empty", "[]",
                "a run without checks proves nothing: write 'checks: [linearizable, availability]'");

        var named = (items ?? []).Select(item => Named(item, scope)).OfType<ConfigEntry>().ToList();
        foreach (var again in named.GroupBy(n => n.Key).SelectMany(same => same.Skip(1)))
            scope.Problems.Add(again.KeyPlace, "the check stands here a second time", again.Key, "keep one of the two");
        var specs = named.Select(n => Bind(n, scope)).OfType<CheckSpec>().ToList();
        foreach (var implied in Implied(scope).Where(i => named.All(n => n.Key != i) && scope.Catalog.Checks.ContainsKey(i)))
            specs.Add(Bind(new ConfigEntry(spec.Place, implied, new ConfigMap(spec.Place, [])), scope)!);
        return new CheckSection(specs, [.. named.Select(n => n.Key)]);
    }

    /// <summary>Probes and actions are always judged.</summary>
    private static IEnumerable<string> Implied(Scope scope)
    {
        if (scope.HasProbes) yield return "steady-state";
        if (scope.HasActions) yield return "actions";
    }

    /// <summary>The name with its parameters, an empty map if there are none.</summary>
    private static ConfigEntry? Named(ConfigNode item, Scope scope)
    {
        switch (item)
        {
            case ConfigScalar name: return new ConfigEntry(name.Place, name.Text, new ConfigMap(name.Place, []));
            case ConfigMap { Entries: [{ Value: ConfigScalar { Quoted: false, Text: "" } } bare] }:
                return bare with { Value = new ConfigMap(bare.Value.Place, []) };
            case ConfigMap { Entries: [var entry] }: return entry;
            default:
                scope.Problems.Add(
                    item.Place, "an entry of 'checks' must be one name",
                    item is ConfigMap map ? string.Join(", ", map.Entries.Select(e => e.Key)) : "[…]", Fix);
                return null;
        }
    }

    private static CheckSpec? Bind(ConfigEntry named, Scope scope)
    {
        var kind = scope.Kind(scope.Catalog.Checks, "check", named.Key, named.KeyPlace);
        if (kind is null) return null;
        if (named.Value is not ConfigMap map)
        {
            scope.Problems.Add(
                named.Value.Place, $"the parameters of '{named.Key}' must be a map", (named.Value as ConfigScalar)?.Text, Fix);
            return null;
        }
        var reader = new MapReader(map, scope.Problems);
        var parameters = kind.Bind(reader);
        reader.Done();
        if (parameters is { ComparesWindows: true } && !scope.InSoak)
            scope.Problems.Add(
                named.KeyPlace, "this check compares the windows of a soak, and this is none", named.Key,
                "add 'soak: { window: 10m }', or take the check out");
        if (parameters is { JudgesProbes: true } && !scope.HasProbes)
            scope.Problems.Add(
                named.KeyPlace, "this check judges the probes of the steady state, and there are none", named.Key,
                "add 'steadyState: { probes: [...] }', or take the check out");
        if (parameters is { JudgesActions: true } && !scope.HasActions)
            scope.Problems.Add(
                named.KeyPlace, "this check judges the operator's actions, and there are none", named.Key,
                "add 'actions: [...]', or take the check out");
        if (scope.Database is { } database && parameters?.JudgedTopics.FirstOrDefault(t => !database.Topics.Contains(t)) is { } topic)
            scope.Problems.Add(
                named.KeyPlace, $"this check judges what is observed of '{topic}', and nothing is of the database '{database.Name}'",
                named.Key, "take the check out");
        return parameters is null ? null : new CheckSpec(kind.Name, parameters);
    }
}
