using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning.Programs;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Programs;

/// <summary>Whether there is enough time for the steps of a program: between each other, and before the load ends.</summary>
internal sealed class StepRules(Scope scope)
{
    private bool _toldOfEnd;

    /// <param name="latest">The latest time at which it can begin.</param>
    public void ReportPastEnd(SourcePlace place, string value, TimeSpan length, TimeSpan latest)
    {
        if (_toldOfEnd || scope.Duration is not { } duration || latest + length <= duration) return;
        _toldOfEnd = true;
        scope.Problems.Add(
            place, $"this step may begin as late as {Quantity.Format(latest)} and takes {Quantity.Format(length)}: the load ends before",
            value, $"shorten what stands before it, or make the duration ({Quantity.Format(duration)}) longer");
    }

    /// <summary>For a step that follows one that lasts until the end of the load.</summary>
    public void ReportUnreachable(ConfigNode step)
    {
        if (_toldOfEnd) return;
        _toldOfEnd = true;
        scope.Problems.Add(
            step.Place, "this step never comes: the one before it goes on to the end of the load", null,
            "say there how often, such as 'repeat: 3', or put both into 'parallel'");
    }

    public bool Accepts(RepeatStep step, MapReader reader, TimeSpan latest)
    {
        var before = scope.Problems.Count;
        var body = Extent.Of(step.Body, scope.Duration - latest);
        if (body.Faults == 0)
            scope.Problems.Add(
                reader.PlaceOf("steps"), "nothing is broken here, again and again", null, "add a fault, or write a longer 'pause'");
        else if (body.IsEndless)
            scope.Problems.Add(
                reader.PlaceOf("steps"), "this cannot be repeated: its first round goes on to the end of the load", null,
                "say inside how often, such as 'repeat: 3'");
        else if (step.Every < body.Length + step.Jitter)
            scope.Problems.Add(
                reader.PlaceOf("every"),
                $"the steps come again before they are over: they take up to {Quantity.Format(body.Length)} and begin up to "
                    + $"{Quantity.Format(step.Jitter)} late",
                reader.Text("every"), $"write 'every: {Quantity.Format(body.Length + step.Jitter)}' or longer");
        else if (step.Times is { } times)
            ReportPastEnd(reader.PlaceOf("repeat"), $"{times}", Extent.Of(step, scope.Duration - latest).Length, latest);
        return scope.Problems.Count == before;
    }
}
