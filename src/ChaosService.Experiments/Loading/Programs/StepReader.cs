using ChaosService.Experiments.Loading.Sections;
using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning.Programs;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Programs;

/// <summary>
/// Reads the steps of a nemesis program. Each is read with the latest time at which it can begin, so that a step that is too late is
/// refused at its own place; such a mistake shifts all later steps, and is reported once.
/// </summary>
internal sealed class StepReader(Scope scope)
{
    private const int DepthMax = 8;
    private const int WeightMax = 1000;
    private const int TimesMax = 1000;
    private const string Forms =
        "write one of: { kind: …, on: … } for a fault, { pause: 5s }, { sequence: […] }, { parallel: […] }, { repeat: 3, steps: […] }, "
            + "{ every: 20s, steps: […] }, { mix: […] }";

    private static readonly string[] Heads = ["kind", "pause", "sequence", "parallel", "repeat", "every", "mix"];

    private readonly StepRules _rules = new(scope);
    private int _depth;

    /// <summary>Consecutive steps; the first begins at this time at the latest.</summary>
    public IReadOnlyList<ProgramStep> Steps(IReadOnlyList<ConfigNode> items, TimeSpan latest)
    {
        List<ProgramStep> steps = [];
        var extent = new Extent(0, 0);
        foreach (var item in items)
        {
            if (extent.IsEndless) _rules.ReportUnreachable(item);
            var at = latest + extent.Length;
            if (Step(item, at) is not { } step) continue;
            steps.Add(step);
            extent = extent with { Longest = extent.Longest + Extent.Of(step, scope.Duration - at).Longest };
        }
        return steps;
    }

    public static string Number(double value) => double.IsFinite(value) ? $"{value:0}" : "without end";

    private ProgramStep? Step(ConfigNode item, TimeSpan latest)
    {
        if (item is not ConfigMap map)
            return Refuse(item.Place, "a step of a program must be a map", (item as ConfigScalar)?.Text, Forms);
        if (_depth == DepthMax)
            return Refuse(item.Place, $"steps stand in each other more than {DepthMax} deep", null, "say it with fewer levels");
        _depth++;
        var step = Step(new MapReader(map, scope.Problems), latest);
        _depth--;
        return step;
    }

    private ProgramStep? Step(MapReader reader, TimeSpan latest)
    {
        string[] heads = [.. Heads.Where(reader.Has)];
        // Together they describe one repetition.
        if (heads is ["repeat", "every"]) heads = ["repeat"];
        // With a fault they are keys of its kind, such as the pause of a crash loop; if they are not, reading it reports that.
        if (heads is ["kind", ..]) heads = ["kind"];
        return heads switch
        {
            ["kind"] => Inject(reader, latest),
            ["pause"] => Pause(reader, latest),
            ["sequence"] => Group(reader, "sequence", items => new SequenceStep(Steps(items, latest))),
            ["parallel"] => Group(
                reader, "parallel", items => new ParallelStep([.. items.Select(i => Step(i, latest)).OfType<ProgramStep>()])),
            ["repeat"] or ["every"] => Repeat(reader, latest),
            ["mix"] => Group(reader, "mix", items => new MixStep([.. items.Select(i => Choice(i, latest)).OfType<WeightedStep>()])),
            [] => Refuse(reader.Place, "this is no step of a program", null, Forms),
            _ => Refuse(reader.Place, "a step of a program does one thing", string.Join(", ", heads), Forms),
        };
    }

    private InjectStep? Inject(MapReader reader, TimeSpan latest)
    {
        var fault = FaultReader.Read(reader, scope, WithoutTimes);
        if (fault is null) return null;
        _rules.ReportPastEnd(reader.PlaceOf("kind"), fault.Kind, Extent.Hold(fault), latest);
        return new InjectStep(fault);
    }

    /// <summary>The program determines the times.</summary>
    private static Timing WithoutTimes(MapReader fault, Scope scope)
    {
        void Refuse(string key, string fix)
        {
            // A key that the kind itself reads belongs to the kind: the jitter of a network-delay.
            if (!fault.Has(key) || fault.Asked(key)) return;
            scope.Problems.Add(
                fault.PlaceOf(key), $"a fault of a program has no '{key}': it begins when the step before it is over", fault.Text(key),
                fix);
        }

        Refuse("at", "write { pause: 10s } before it");
        Refuse("every", "write { every: 20s, steps: [ … ] } around it");
        Refuse("jitter", "write { every: 20s, jitter: 5s, steps: [ … ] } around it");
        return new Timing(null, scope.Positive(fault, "for"), null, TimeSpan.Zero);
    }

    private PauseStep? Pause(MapReader reader, TimeSpan latest)
    {
        var pause = scope.Positive(reader, "pause", Scope.StretchMax);
        reader.Done();
        if (pause is not { } length) return null;
        _rules.ReportPastEnd(reader.PlaceOf("pause"), reader.Text("pause")!, length, latest);
        return new PauseStep(length);
    }

    /// <summary>A step that is a list of others. Null when none of them is usable.</summary>
    private T? Group<T>(MapReader reader, string key, Func<IReadOnlyList<ConfigNode>, T> make) where T : ProgramStep
    {
        var items = reader.List(key);
        reader.Done();
        if (items is null) return null;
        if (items.Count == 0) scope.Problems.Add(reader.PlaceOf(key), $"'{key}' is empty", "[]", Forms);
        var before = scope.Problems.Count;
        var step = make(items);
        return items.Count == 0 || scope.Problems.Count > before ? null : step;
    }

    private RepeatStep? Repeat(MapReader reader, TimeSpan latest)
    {
        var times = (int?)reader.Integer("repeat", 1, TimesMax);
        var (every, jitter) = (scope.Positive(reader, "every", Scope.StretchMax), Jitter(reader));
        reader.Require("steps", Forms);
        var before = scope.Problems.Count;
        var body = reader.Node("steps") is null ? null
            : Group(reader, "steps", items => new SequenceStep(Steps(items, latest + jitter)));
        if (reader.Has("jitter") && !reader.Has("every"))
            scope.Problems.Add(
                reader.PlaceOf("jitter"), "'jitter' spreads what has a rhythm, and there is no 'every'", reader.Text("jitter"),
                "add 'every', or remove 'jitter'");
        if (body is null || scope.Problems.Count > before || (times is null && every is null)) return null;
        var step = new RepeatStep(times, every, jitter, body);
        return _rules.Accepts(step, reader, latest) ? step : null;
    }

    /// <summary>A jitter longer than any 'every' is refused next to it; until then it must not cause an overflow of times.</summary>
    private static TimeSpan Jitter(MapReader reader) =>
        reader.Duration("jitter") is not { } jitter ? TimeSpan.Zero : jitter < Scope.StretchMax ? jitter : Scope.StretchMax;

    private WeightedStep? Choice(ConfigNode item, TimeSpan latest)
    {
        if (item is not ConfigMap map)
        {
            Refuse(item.Place, "a choice of 'mix' must be a map", (item as ConfigScalar)?.Text, $"{Forms}, with 'weight' beside it");
            return null;
        }
        var reader = new MapReader(map, scope.Problems);
        var weight = (int)(reader.Integer("weight", 1, WeightMax) ?? 1);
        return Step(reader, latest) is { } step ? new WeightedStep(weight, step) : null;
    }

    private ProgramStep? Refuse(SourcePlace place, string message, string? value, string fix)
    {
        scope.Problems.Add(place, message, value, fix);
        return null;
    }
}
