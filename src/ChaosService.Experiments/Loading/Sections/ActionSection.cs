using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Actions;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>actions:</c>: the common keys here, the rest by each kind.</summary>
internal static class ActionSection
{
    private const int CallsMax = 100;

    private const string Example = "write '- action: http' with 'name', 'at' and the kind's own keys below";

    private static readonly TimeSpan TimeoutDefault = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeoutMost = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<ActionSpec> Read(MapReader spec, Scope scope)
    {
        List<ActionSpec> result = [];
        foreach (var item in spec.List("actions") ?? [])
        {
            if (item is not ConfigMap map)
                scope.Problems.Add(item.Place, "an entry of 'actions' must be a map", (item as ConfigScalar)?.Text, Example);
            else if (ReadOne(new MapReader(map, scope.Problems), scope, result) is { } action) result.Add(action);
        }
        return result;
    }

    private static ActionSpec? ReadOne(MapReader reader, Scope scope, IReadOnlyList<ActionSpec> above)
    {
        reader.Require("action", $"name one: {string.Join(", ", Known(scope).Keys.Order(StringComparer.Ordinal))}");
        var kind = scope.Kind(Known(scope), "action", reader.Text("action"), reader.PlaceOf("action"));
        reader.Require("name", "findings call the action by it: write 'name: add-node'");
        var name = reader.Text("name");
        if (name is not null && above.Any(a => a.Name == name))
            scope.Problems.Add(reader.PlaceOf("name"), "two actions have this name", name, "give each a 'name' of its own");
        var after = After(reader, scope, above);
        var spec = new ActionSpec(
            name ?? "", kind?.Name ?? "", null!, reader.Duration("at"), scope.Positive(reader, "every", Scope.StretchMax),
            reader.Duration("jitter") ?? TimeSpan.Zero, after, reader.Duration("wait") ?? TimeSpan.Zero,
            scope.Positive(reader, "timeout", TimeoutMost) ?? TimeoutDefault, (int)(reader.Integer("repeat", 1, CallsMax) ?? 1),
            (int)(reader.Integer("retry", 0, CallsMax) ?? 0))
        {
            Within = scope.Positive(reader, "within", Scope.StretchMax) ?? TimeSpan.Zero,
        };
        ReportWhen(reader, scope, spec);
        // Without a kind the valid other keys are unknown.
        if (kind is null) return null;
        var parameters = kind.Bind(reader);
        reader.Done();
        if (parameters is null || name is null) return null;
        SteadyStateSection.ReportUnknownNodes(parameters.Nodes, reader, scope);
        return spec with { Parameters = parameters };
    }

    /// <summary>Without the actions of other databases.</summary>
    private static Dictionary<string, IActionKind> Known(Scope scope) => scope.Catalog.Actions
        .Where(a => scope.Database is null || scope.Catalog.OwnerOf(a.Value) is not { } owner || owner.Name == scope.Database.Name)
        .ToDictionary();

    /// <summary>Only an action above can be waited for, so that none waits for itself.</summary>
    private static string? After(MapReader reader, Scope scope, IReadOnlyList<ActionSpec> above)
    {
        if (reader.Text("after") is not { } after) return null;
        var named = above.FirstOrDefault(a => a.Name == after);
        if (named is null)
            scope.Problems.Add(
                reader.PlaceOf("after"), "no action above has this name", after,
                above.Count == 0 ? "the first action has none to wait for: write 'at: 10s'"
                    : $"above: {string.Join(", ", above.Select(a => a.Name))}{MapReader.Nearest(after, above.Select(a => a.Name))}");
        else if (named.Every is not null)
            scope.Problems.Add(
                reader.PlaceOf("after"), "this action is carried out again and again", after, "wait for one with 'at' or 'after'");
        return after;
    }

    private static void ReportWhen(MapReader reader, Scope scope, ActionSpec spec)
    {
        void Report(string key, string message, string fix) => scope.Problems.Add(reader.PlaceOf(key), message, reader.Text(key), fix);

        if (!reader.Has("at") && !reader.Has("every") && !reader.Has("after"))
            scope.Problems.Add(
                reader.Place, "the action does not say when", null,
                "write 'at: 10s' for once, 'every: 20s' for again and again, or 'after: NAME' of an action above");
        if (reader.Has("after") && (reader.Has("at") ? "at" : reader.Has("every") ? "every" : null) is { } other)
            Report(other, $"the action has both 'after' and '{other}'", "keep one of the two");
        if (reader.Has("wait") && !reader.Has("after"))
            Report("wait", "'wait' counts from the end of another action, and there is no 'after'", "add 'after: NAME', or write 'at'");
        if (reader.Has("jitter") && !reader.Has("every"))
            Report("jitter", "'jitter' spreads what is repeated, and there is no 'every'", "add 'every', or remove 'jitter'");
        if (scope.Duration is not { } duration) return;
        if ((spec.At ?? spec.Every) is { } first && first + spec.Jitter >= duration)
            Report(
                spec.At is null ? "every" : "at", "the action starts past the end of the load",
                $"start it before the duration ({Quantity.Format(duration)}{(spec.Jitter > TimeSpan.Zero ? " less the jitter" : "")}) is "
                    + "over");
        else if (spec.Every is { } every && duration / every > Planner.FaultsMax)
            Report(
                "every", $"this makes more than {Planner.FaultsMax} actions", "repeat it less often, or shorten the duration");
    }
}
