using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Logs;

/// <summary>Each line has the fields that are needed to find it.</summary>
internal static class LoggedFields
{
    public static IEnumerable<Finding> Missing(IReadOnlyList<LoggedLine> lines) =>
        from line in lines
        from field in LogEvents.Required.GetValueOrDefault(line.Event.Name, [])
        where line.Event[field] is null
        group line by (line.Node, line.Event.Name, Field: field) into missing
        select new Finding
        {
            Anomaly = "missing-field",
            Explanation = $"{missing.Key.Node} logged {Words.Many(missing.Count(), "line")} of {missing.Key.Name} without "
                + $"{missing.Key.Field}, the first at {Words.At(missing.First().AtNs)}",
        };
}
