using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>When a fault starts, how often, and how long it lasts.</summary>
internal sealed record Timing(TimeSpan? At, TimeSpan? For, TimeSpan? Every, TimeSpan Jitter)
{
    /// <summary>From its latest first start to the end of the load, which cuts it; null: nothing cuts it.</summary>
    private TimeSpan? Left { get; init; }

    public static Timing Read(MapReader fault, Scope scope)
    {
        var ownsJitter = fault.Asked("jitter");
        var jitter = ownsJitter ? null : fault.Duration("jitter");
        var timing =
            new Timing(fault.Duration("at"), scope.Positive(fault, "for"), scope.Positive(fault, "every"), jitter ?? TimeSpan.Zero);
        if (!fault.Has("at") && !fault.Has("every"))
            scope.Problems.Add(
                fault.Place, "the fault does not say when", null, "write 'at: 10s' for once, or 'every: 20s' for again and again");
        if (fault.Has("jitter") && !fault.Has("every") && !ownsJitter)
            scope.Problems.Add(
                fault.PlaceOf("jitter"), "'jitter' spreads what is repeated, and there is no 'every'", fault.Text("jitter"),
                "add 'every', or remove 'jitter'");
        timing.ReportPastEnd(fault, scope);
        return timing with { Left = scope.Duration - (timing.At ?? timing.Every) - timing.Jitter };
    }

    private void ReportPastEnd(MapReader fault, Scope scope)
    {
        if (scope.Duration is not { } duration) return;
        var key = At is null ? "every" : "at";
        if ((At ?? Every) is { } first && first + Jitter >= duration)
            scope.Problems.Add(fault.PlaceOf(key), "the fault starts past the end of the load", fault.Text(key),
                $"start it before the duration ({Quantity.Format(duration)}{(Jitter > TimeSpan.Zero ? " less the jitter" : "")}) is over");
        else if (Every is { } every && duration / every > Planner.FaultsMax)
            scope.Problems.Add(
                fault.PlaceOf("every"), $"this makes more than {Planner.FaultsMax} faults", fault.Text("every"),
                "repeat it less often, or shorten the duration");
    }

    /// <summary>
    /// Whether <c>for</c> is valid depends on the kind's own parameters: a kill with <c>restartAfter</c> ends on its own.
    /// </summary>
    public void ReportHold(MapReader fault, Scope scope, string kind, FaultParameters parameters)
    {
        if (parameters.OwnHold is { } own && fault.Has("for"))
            scope.Problems.Add(
                fault.PlaceOf("for"), $"this {kind} already lasts {Quantity.Format(own)} by its own parameters", fault.Text("for"),
                "remove 'for'");
        if (parameters.OwnHold is null && !fault.Has("for"))
            scope.Problems.Add(
                fault.Place, $"'for' is missing: this {kind} does not end by itself", null, "say how long it stays, such as 'for: 10s'");
        if (Every is { } every && (For ?? parameters.OwnHold) is { } hold && every < hold + Jitter)
            scope.Problems.Add(
                fault.PlaceOf("every"),
                $"the fault comes again before it is over: it lasts {Quantity.Format(hold)} and starts up to "
                    + $"{Quantity.Format(Jitter)} late",
                fault.Text("every"), $"write 'every: {Quantity.Format(hold + Jitter)}' or longer");
        ReportUnseen(fault, scope, kind, parameters);
    }

    private void ReportUnseen(MapReader fault, Scope scope, string kind, FaultParameters parameters)
    {
        var least = parameters.LeastHold;
        if ((For ?? parameters.OwnHold) is not { } hold || Left <= TimeSpan.Zero) return;
        var takes = $"this {kind} takes {Quantity.Format(least)} to be seen to act";
        var start = At is null ? "every" : "at";
        if (hold < least)
            scope.Problems.Add(
                fault.PlaceOf("for"), $"{takes}, and stays for less", fault.Text("for"),
                $"write 'for: {Quantity.Format(least)}' or longer");
        else if (Left < least)
            scope.Problems.Add(
                fault.PlaceOf(start), $"{takes}, and the load ends before", fault.Text(start),
                "start it earlier, or lengthen the duration");
    }
}
