using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>Reads <c>schedule:</c>.</summary>
internal static class ScheduleSection
{
    public static ScheduleSpec? Read(MapReader spec)
    {
        if (spec.Map("schedule") is not { } schedule) return null;
        schedule.Require("cron", "write a cron expression in quotes, such as 'cron: \"0 0 2 * * ?\"'");
        var result = new ScheduleSpec(schedule.Text("cron"), schedule.Choice("concurrency", ["forbid", "allow"]) ?? "forbid");
        schedule.Done();
        return result;
    }
}
