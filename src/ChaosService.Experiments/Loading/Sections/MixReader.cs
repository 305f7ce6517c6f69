using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>mix:</c>, faults that are drawn from the seed one after the other.</summary>
internal static class MixReader
{
    private const string Fix = "write 'mix: { every: 30s, of: [{ weight: 1, kind: container-kill, on: { random: 1 } }] }'";
    private const int WeightMax = 1000;

    public static MixSpec? Read(MapReader entry, Scope scope)
    {
        var mix = entry.Map("mix");
        entry.Done();
        if (mix is null) return null;
        mix.Require("every", "say how often a fault is drawn, such as 'every: 30s'");
        mix.Require("of", Fix);
        var (every, jitter, at) = (scope.Positive(mix, "every"), mix.Duration("jitter") ?? TimeSpan.Zero, mix.Duration("at"));
        var items = mix.List("of");
        if (items is { Count: 0 }) scope.Problems.Add(mix.PlaceOf("of"), "'of' is empty", "[]", Fix);
        // Before the entries: a mistake in the rhythm is one problem, not one per entry.
        mix.Done();
        if (every is { } slot) ReportRhythm(mix, scope, slot, jitter, at);
        WeightedFault[] choices = [.. (items ?? []).Select(item => Choice(item, scope, every, jitter)).OfType<WeightedFault>()];
        return every is null || choices.Length == 0 ? null : new MixSpec(every.Value, jitter, at, choices);
    }

    private static WeightedFault? Choice(ConfigNode node, Scope scope, TimeSpan? every, TimeSpan jitter)
    {
        if (node is not ConfigMap map)
        {
            scope.Problems.Add(
                node.Place, "an entry of 'of' must be a map", (node as ConfigScalar)?.Text,
                "write '- { weight: 1, kind: container-kill, on: { random: 1 } }'");
            return null;
        }
        var reader = new MapReader(map, scope.Problems);
        var weight = (int)(reader.Integer("weight", 1, WeightMax) ?? 1);
        var fault = FaultReader.Read(reader, scope, (r, s) => new Timing(null, s.Positive(r, "for"), every, jitter));
        return fault is null ? null : new WeightedFault(weight, fault with { Every = null, Jitter = TimeSpan.Zero });
    }

    private static void ReportRhythm(MapReader mix, Scope scope, TimeSpan every, TimeSpan jitter, TimeSpan? at)
    {
        if (jitter >= every)
            scope.Problems.Add(
                mix.PlaceOf("jitter"), "'jitter' is not shorter than 'every'", mix.Text("jitter"),
                $"write less than {Quantity.Format(every)}: a fault starts in its own slot");
        if (scope.Duration is not { } duration) return;
        if ((at ?? every) + every > duration)
            scope.Problems.Add(
                mix.PlaceOf(at is null ? "every" : "at"), "the mix draws no fault: its first slot is not over before the load ends",
                mix.Text(at is null ? "every" : "at"),
                $"'at' (by default as long as 'every') and one 'every' must fit into {Quantity.Format(duration)}");
        else if (duration / every > Planner.FaultsMax)
            scope.Problems.Add(
                mix.PlaceOf("every"), $"this makes more than {Planner.FaultsMax} faults", mix.Text("every"),
                "draw less often, or shorten the duration");
    }
}
