using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Targets;

/// <summary>Reads <c>target:</c>, which is a name, a name with settings, a running project to attach to, or addresses.</summary>
internal sealed class TargetReader(Catalog catalog, ITargetCatalog targets, Problems problems)
{
    private const int SettingLengthMax = 256;

    private static readonly Dictionary<string, string> NoSettings = [];

    public TargetSpec? Read(MapReader spec)
    {
        spec.Require("target", $"name one: {string.Join(", ", targets.Names)}");
        switch (spec.Node("target"))
        {
            case null: return null;
            case ConfigScalar name: return Named(name, NoSettings);
            case ConfigMap map: return Read(map);
            case var other:
                problems.Add(
                    other.Place, "'target' must be a name or a map", "[…]",
                    "write 'target: etcd', or 'target: { attach: <compose project>, database: etcd }'");
                return null;
        }
    }

    private TargetSpec? Read(ConfigMap map)
    {
        var reader = new MapReader(map, problems);
        var target = reader.Has("attach") ? Attached(reader)
            : reader.Has("endpoints") ? new AddressReader(catalog, problems).Read(reader)
            : Configured(reader);
        reader.Done();
        return target;
    }

    private TargetSpec? Configured(MapReader reader)
    {
        reader.Require("name", "name a target with 'name:', or a running compose project with 'attach:'");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        (string Key, SourcePlace Place, string? Value)[] written = reader.Map("settings") is { } inner
            ? [.. ((ConfigMap)reader.Node("settings")!).Entries.Select(e => (e.Key, e.KeyPlace, inner.Text(e.Key)))]
            : [];
        var target = reader.Text("name") is not null ? Named((ConfigScalar)reader.Node("name")!, settings) : null;
        foreach (var (key, place, value) in written)
        {
            settings[key] = value ?? "";
            // A start script writes it to the database's configuration: a second line would be a setting that the target does not list.
            if (value?.Length > SettingLengthMax || value?.Any(char.IsControl) == true)
                problems.Add(
                    place, $"the value of '{key}' is not one line of at most {SettingLengthMax} characters", null,
                    "write one value, such as 1");
            if (target is not null && !target.Definition.Settings.Contains(key))
                problems.Add(place, $"target '{target.Definition.Name}' has no such setting", key,
                    target.Definition.Settings is { Count: > 0 } known
                        ? $"known: {string.Join(", ", known)}{MapReader.Nearest(key, known)}"
                        : "remove it: this target has no settings");
        }
        return target is null ? null : Sized(target, written);
    }

    private TargetSpec Sized(TargetSpec target, IEnumerable<(string Key, SourcePlace Place, string? Value)> written)
    {
        foreach (var (key, place, value) in written)
        {
            if (target.Definition.Counts.FirstOrDefault(c => c.Setting == key) is not { } count) continue;
            var there = target.Definition.Nodes.Concat(target.Definition.LeftOut).Count(n => n.Group == count.Group);
            var least = target.Definition.Nodes[0].Group == count.Group ? 1 : 0;
            if (!int.TryParse(value, out var asked) || asked < least || asked > there)
                problems.Add(
                    place, $"'{key}' is no number of nodes that target '{target.Definition.Name}' can have", value,
                    $"write a number from {least} to {there}");
        }
        return target with { Definition = target.Definition.Sized(target.Settings) };
    }

    private TargetSpec? Named(ConfigScalar name, Dictionary<string, string> settings)
    {
        var before = problems.Count;
        var definition = targets.Find(name.Text, problems);
        if (definition is null && problems.Count == before)
        {
            var names = targets.Names;
            problems.Add(name.Place, "there is no such target", name.Text,
                names.Count > 0
                    ? $"known: {string.Join(", ", names)}{MapReader.Nearest(name.Text, names)}"
                    : "make compose/<name>/docker-compose.yaml with an x-chaosservice block");
        }
        return definition is null || !IsDatabase(definition.Database, name.Place) ? null : new TargetSpec(definition, null, settings);
    }

    private TargetSpec? Attached(MapReader reader)
    {
        reader.Require("database", $"say what runs there: {string.Join(", ", catalog.Databases.Keys)}");
        var project = reader.Text("attach");
        var database = reader.Text("database");
        var nodes = NodeList.Read(reader, defaultGroup: database ?? "");
        if (project is null || database is null || !IsDatabase(database, reader.PlaceOf("database"))) return null;
        return new TargetSpec(new TargetDefinition { Name = project, Database = database, Nodes = nodes }, project, NoSettings);
    }

    private bool IsDatabase(string name, SourcePlace place)
    {
        if (catalog.Databases.ContainsKey(name)) return true;
        problems.Add(
            place, "no client speaks to this database", name,
            $"known: {string.Join(", ", catalog.Databases.Keys)}{MapReader.Nearest(name, catalog.Databases.Keys)}");
        return false;
    }
}
