using ChaosService.Model.Experiments;
using Quartz;
using Quartz.Impl.Calendar;

namespace ChaosService.Host.Scheduling;

/// <summary>What Quartz stores of a schedule, as pure functions of its spec. The trigger carries the spec itself along.</summary>
internal static class ScheduleTrigger
{
    public const string Group = "experiments";
    private const string SpecKey = "spec";

    /// <summary>A firing this late still counts as on time: a restart at the wrong moment does not cost a night's run.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public static TriggerKey KeyOf(string experiment) => new(experiment, Group);

    public static JobKey JobOf(string experiment) => new(experiment, Group);

    public static ITrigger Build(string experiment, ScheduleSpec spec, TimeProvider time)
    {
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(KeyOf(experiment))
            .ForJob(JobOf(experiment))
            .WithCalendarName(experiment)
            .WithMisfireThreshold(Grace)
            // One firing of each schedule at a time: a jitter longer than the period must not take the place of other schedules.
            .WithOverlapPolicy(OverlapPolicy.Skip)
            .UsingJobData(SpecKey, SpecJson.Write(spec));
        return spec.Every is { } every
            ? trigger.StartAt(time.GetUtcNow() + every).WithSchedule(Interval(every, spec)).Build()
            : trigger.WithSchedule(Cron(spec)).Build();
    }

    public static ScheduleSpec SpecOf(ITrigger trigger) => SpecJson.Read((string)trigger.JobDataMap[SpecKey]!);

    /// <summary>The times at which it must not fire; empty when nothing is excluded.</summary>
    public static ICalendar Exclusions(ScheduleSpec spec)
    {
        var zone = Zone(spec);
        var days = new HolidayCalendar { TimeZone = zone };
        foreach (var (from, to) in spec.ExcludedDays)
            for (var day = from; day <= to; day = day.AddDays(1)) days.AddExcludedDay(day);
        return spec.ExcludedTimes.Aggregate((ICalendar)days, (inner, cron) => new CronCalendar(inner, cron, zone));
    }

    private static CronScheduleBuilder Cron(ScheduleSpec spec) =>
        CronScheduleBuilder.Create(spec.Cron!).InTimeZone(Zone(spec)).WithMisfireInstruction(
            spec.Misfire == MisfirePolicy.FireOnce ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing);

    /// <summary>A calendar interval and not a simple one: after a misfire it keeps to its beat.</summary>
    private static CalendarIntervalScheduleBuilder Interval(TimeSpan every, ScheduleSpec spec) =>
        CalendarIntervalScheduleBuilder.Create().WithInterval((int)every.TotalSeconds, IntervalUnit.Second).WithMisfireInstruction(
            spec.Misfire == MisfirePolicy.FireOnce ? CalendarIntervalTriggerMisfireInstruction.FireAndProceed : CalendarIntervalTriggerMisfireInstruction.DoNothing);

    private static TimeZoneInfo Zone(ScheduleSpec spec) => TimeZoneInfo.FindSystemTimeZoneById(spec.TimeZone);
}
