using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning;
using ChaosService.Experiments.Planning.Programs;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Programs;

/// <summary>Reads <c>nemesis:</c>: a program of faults, and the end of all faults.</summary>
internal static class NemesisSection
{
    private const string Example = "write 'program: [{ kind: container-pause, on: { random: 1 }, for: 5s }, { pause: 5s }]'";

    /// <summary>Null when there is none.</summary>
    public static NemesisSpec? Read(MapReader spec, Scope scope)
    {
        if (spec.Map("nemesis") is not { } reader) return null;
        var (at, quiet) = (Begin(reader, scope), scope.Positive(reader, "quiet", Scope.StretchMax) ?? TimeSpan.Zero);
        var untilVerdict = reader.Choice("until", "verdict") is not null;
        var steps = reader.List("program");
        reader.Done();
        ReportUse(reader, scope, steps);
        var program = new SequenceStep(new StepReader(scope).Steps(steps ?? [], at));
        if (Extent.Of(program, scope.Duration - at).Faults is > Planner.FaultsMax and var faults)
            scope.Problems.Add(
                reader.PlaceOf("program"), $"the program makes more than {Planner.FaultsMax} faults", StepReader.Number(faults),
                "repeat less often");
        return new NemesisSpec(at, program, untilVerdict, quiet);
    }

    private static TimeSpan Begin(MapReader reader, Scope scope)
    {
        if (reader.Duration("at") is not { } at) return TimeSpan.Zero;
        if (at < (scope.Duration ?? Scope.StretchMax)) return at;
        scope.Problems.Add(
            reader.PlaceOf("at"), "the program begins past the end of the load", reader.Text("at"),
            $"write less than {Quantity.Format(scope.Duration ?? Scope.StretchMax)}");
        return TimeSpan.Zero;
    }

    private static void ReportUse(MapReader reader, Scope scope, IReadOnlyList<ConfigNode>? steps)
    {
        if (steps is { Count: 0 }) scope.Problems.Add(reader.PlaceOf("program"), "'program' is empty", "[]", Example);
        if (steps is null && !reader.Has("program") && !reader.Has("quiet") && !reader.Has("until"))
            scope.Problems.Add(reader.Place, "'nemesis' says nothing", null, $"{Example}, 'until: verdict' or 'quiet: 5s'");
        if (reader.Has("at") && !reader.Has("program"))
            scope.Problems.Add(
                reader.PlaceOf("at"), "'at' is when the program begins, and there is none", reader.Text("at"),
                "add 'program', or remove 'at'");
        if (scope.InSoak && reader.Has("until"))
            scope.Problems.Add(
                reader.PlaceOf("until"), "the windows of a soak are all of the same length", reader.Text("until"),
                "write 'soak: { stopOn: invalid }': it ends with the first window that is invalid");
    }
}
