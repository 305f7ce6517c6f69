using ChaosService.Model.Experiments;

namespace ChaosService.Tests.Experiments.Fakes;

/// <summary>Six fields make a cron expression, and a schedule fires unless every second is excluded.</summary>
internal sealed class FakeScheduleRules : IScheduleRules
{
    public const string EverySecond = "* * * * * ?";

    public string? CronProblem(string expression) => expression.Split(' ').Length == 6 ? null : "it has not six fields";

    public bool Fires(ScheduleSpec schedule) => !schedule.ExcludedTimes.Contains(EverySecond);
}
