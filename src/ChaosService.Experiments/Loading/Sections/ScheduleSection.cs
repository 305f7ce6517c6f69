using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>schedule:</c>.</summary>
internal static class ScheduleSection
{
    private static readonly TimeSpan JitterMax = TimeSpan.FromDays(1);
    private static readonly TimeSpan EveryMax = TimeSpan.FromDays(3660);

    public static ScheduleSpec? Read(MapReader spec, IScheduleRules rules)
    {
        if (spec.Map("schedule") is not { } schedule) return null;
        var before = schedule.Problems.Count;
        var every = Every(schedule);
        var excluded = ExcludeSection.Read(schedule, rules);
        var result = new ScheduleSpec
        {
            Cron = schedule.Text("cron"),
            Every = every,
            TimeZone = TimeZone(schedule) ?? "UTC",
            ExcludedDays = excluded.Days,
            ExcludedTimes = excluded.Times,
            Misfire = schedule.Choice("misfire", ["skip", "fireOnce"]) == "fireOnce" ? MisfirePolicy.FireOnce : MisfirePolicy.Skip,
            Concurrency = schedule.Choice("concurrency", ["forbid", "queue", "replace"]) switch
            {
                "queue" => Concurrency.Queue,
                "replace" => Concurrency.Replace,
                _ => Concurrency.Forbid,
            },
            Jitter = Jitter(schedule, every),
            Paused = schedule.Flag("paused") ?? false,
        };
        schedule.Done();
        ReportWhen(schedule, rules);
        if (schedule.Problems.Count == before && !rules.Fires(result))
            schedule.Problems.Add(
                schedule.Place, "this schedule never fires", null, "give it a time in the future that 'exclude' leaves open");
        return result;
    }

    private static void ReportWhen(MapReader schedule, IScheduleRules rules)
    {
        if (!schedule.Has("cron") && !schedule.Has("every"))
            schedule.Problems.Add(schedule.Place, "the schedule does not say when", null, "write 'cron: \"0 0 2 * * ?\"' or 'every: 30m'");
        if (schedule.Has("cron") && schedule.Has("every"))
            schedule.Problems.Add(schedule.PlaceOf("every"), "there is a 'cron' already", schedule.Text("every"), "remove one of them");
        if (schedule.Text("cron") is { } cron && rules.CronProblem(cron) is { } why)
            schedule.Problems.Add(schedule.PlaceOf("cron"), $"this is not a cron expression ({why})", cron, ExcludeSection.CronFix);
    }

    private static TimeSpan? Every(MapReader schedule)
    {
        if (schedule.PositiveDuration("every") is not { } every) return null;
        if (every > EveryMax)
            schedule.Problems.Add(
                schedule.PlaceOf("every"), "'every' is longer than ten years", schedule.Text("every"),
                "write a shorter one, or a 'cron' with the year as seventh field");
        else if (every.Ticks % TimeSpan.TicksPerSecond == 0)
            return every;
        else
            schedule.Problems.Add(
                schedule.PlaceOf("every"), "'every' must be whole seconds", schedule.Text("every"),
                "write a duration such as 30s, 30m or 12h");
        return null;
    }

    private static string? TimeZone(MapReader schedule)
    {
        if (schedule.Text("timeZone") is not { } name || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
            return schedule.Text("timeZone");
        var near = MapReader.Nearest(name, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id));
        schedule.Problems.Add(
            schedule.PlaceOf("timeZone"), "this machine knows no such time zone", name,
            $"write an IANA name, such as Europe/Berlin, or UTC{near}");
        return null;
    }

    private static TimeSpan Jitter(MapReader schedule, TimeSpan? every)
    {
        if (schedule.Duration("jitter") is not { } jitter) return TimeSpan.Zero;
        var isPeriod = every < JitterMax;
        var limit = isPeriod ? every!.Value : JitterMax;
        if (jitter < limit) return jitter;
        schedule.Problems.Add(
            schedule.PlaceOf("jitter"), $"'jitter' must be shorter than {Quantity.Format(limit)}{(isPeriod ? ", the period" : "")}",
            schedule.Text("jitter"), "write a shorter one, such as 2m");
        return TimeSpan.Zero;
    }
}
