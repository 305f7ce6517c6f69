using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Faults;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads one fault, either a single one or a choice of a mix: the common keys here, the rest by its kind.</summary>
internal static class FaultReader
{
    /// <param name="when">Reads the fault's times, after the kind's own keys.</param>
    public static FaultSpec? Read(MapReader reader, Scope scope, Func<MapReader, Scope, Timing> when)
    {
        reader.Require("kind", $"name one: {string.Join(", ", scope.Catalog.Faults.Keys.Order(StringComparer.Ordinal))}");
        var kind = scope.Kind(scope.Catalog.Faults, "fault", reader.Text("kind"), reader.PlaceOf("kind"));
        // Before the common keys: a key of the same name belongs to the kind, if it has one (the jitter of a network-delay).
        var parameters = kind?.Bind(reader);
        var timing = when(reader, scope);
        var on = SelectorReader.Read(reader, scope);
        var condition = ConditionReader.Read(reader, on, scope);
        // Without a kind the valid other keys are unknown.
        if (kind is null) return null;
        if (kind.NeedsContainer && scope.Target is { IsByAddress: true } target)
            scope.Problems.Add(
                reader.PlaceOf("kind"), $"this fault needs a node's container, and of {target.Definition.Name} only addresses are known",
                kind.Name, "publish messages of your own with the action mqtt-publish, or use a target in Docker, by name or 'attach'");
        reader.Done();
        if (parameters is null) return null;
        timing.ReportHold(reader, scope, kind.Name, parameters);
        if (on is not null) ReportMisuse(kind, parameters, on, reader, scope);
        if (on is null) return null;
        return new FaultSpec(kind.Name, parameters, on, timing.At, timing.For, timing.Every, timing.Jitter) { When = condition };
    }

    /// <summary>Whatever a draw may choose, it will choose eventually.</summary>
    private static void ReportMisuse(IFaultKind kind, FaultParameters parameters, NodeSelector on, MapReader reader, Scope scope)
    {
        if (scope.Nodes is not { } members) return;
        foreach (var nodes in NodeChoice.Possible(on, members, scope.Safety))
            foreach (var problem in kind.Check(parameters, nodes, members))
                scope.Problems.Add(reader.PlaceOf(problem.Key), problem.Message, problem.Value, problem.Fix);
    }
}
