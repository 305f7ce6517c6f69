using ChaosService.Experiments.Loading;
using ChaosService.Model.Experiments;
using ChaosService.Service.Scheduling;
using ChaosService.Tests.Experiments;
using ChaosService.Tests.Experiments.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Service.Scheduling;

/// <summary>Every problem of a <c>schedule:</c> as its user sees it, with the rules that will keep the schedule.</summary>
public sealed class ScheduleProblemsTests
{
    private static readonly ExperimentLoader Loader =
        new(Sample.Catalog, new FakeTargets(), new QuartzRules(new ShiftedClock("2026-11-01T00:00:00Z")));

    [Theory]
    [InlineData("{ concurrency: forbid }", "x.yaml:13:13: the schedule does not say when; write 'cron: \"0 0 2 * * ?\"' or 'every: 30m'")]
    [InlineData("{ cron: \"0 0 2 * * ?\", every: 30m }", "x.yaml:13:43: there is a 'cron' already: \"30m\"; remove one of them")]
    [InlineData(
        "{ cron: \"0 0 25 * * ?\" }",
        "x.yaml:13:21: this is not a cron expression (Hour values must be between 0 and 23): \"0 0 25 * * ?\"; write second, minute, "
            + "hour, day of month, month and day of week, such as \"0 0 2 * * ?\" for every night at two")]
    [InlineData(
        "{ cron: \"0 2 * * *\" }",
        "x.yaml:13:21: this is not a cron expression (Cron expression '0 2 * * *' has 5 fields, which is the Unix/crontab form; Quartz "
            + "cron has 6 or 7 fields with seconds first): \"0 2 * * *\"; write second, minute, hour, day of month, month and day of "
            + "week, such as \"0 0 2 * * ?\" for every night at two")]
    [InlineData(
        "{ cron: nightly }",
        "x.yaml:13:21: this is not a cron expression (Illegal characters for this position: 'NIG'): \"nightly\"; write second, minute, "
            + "hour, day of month, month and day of week, such as \"0 0 2 * * ?\" for every night at two")]
    [InlineData(
        "{ cron: \"0 0 2 1 1 ? 2020\" }",
        "x.yaml:13:21: this is not a cron expression (its last time is over): \"0 0 2 1 1 ? 2020\"; write second, minute, hour, day of "
            + "month, month and day of week, such as \"0 0 2 * * ?\" for every night at two")]
    [InlineData("{ every: 1500ms }", "x.yaml:13:22: 'every' must be whole seconds: \"1500ms\"; write a duration such as 30s, 30m or 12h")]
    [InlineData(
        "{ every: 0s }",
        "x.yaml:13:22: 'every' must be longer than zero: \"0s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "{ every: 30m, timeZone: Europe/Berln }",
        "x.yaml:13:37: this machine knows no such time zone: \"Europe/Berln\"; write an IANA name, such as Europe/Berlin, or UTC (did you "
            + "mean 'Europe/Berlin'?)")]
    [InlineData(
        "{ every: 30m, jitter: 30m }",
        "x.yaml:13:35: 'jitter' must be shorter than 30m, the period: \"30m\"; write a shorter one, such as 2m")]
    [InlineData(
        "{ cron: \"0 0 2 * * ?\", jitter: 25h }",
        "x.yaml:13:44: 'jitter' must be shorter than 1d: \"25h\"; write a shorter one, such as 2m")]
    [InlineData("{ every: 30m, misfire: drop }", "x.yaml:13:36: 'misfire' has no such choice: \"drop\"; write one of: skip, fireOnce")]
    [InlineData(
        "{ every: 30m, concurrency: allow }",
        "x.yaml:13:40: 'concurrency' has no such choice: \"allow\"; write one of: forbid, queue, replace")]
    [InlineData(
        "{ every: 30m, paused: yes please }", "x.yaml:13:35: 'paused' is neither true nor false: \"yes please\"; write true or false")]
    [InlineData(
        "{ every: 30m, excluding: [] }",
        "x.yaml:13:27: unknown key: \"excluding\"; known here: concurrency, cron, every, exclude, jitter, misfire, paused, timeZone (did "
            + "you mean 'exclude'?)")]
    [InlineData(
        "{ every: 30m, exclude: [christmas] }",
        "x.yaml:13:37: this is not a day: \"christmas\"; write a day such as \"2026-12-24\", days such as { from: 2026-12-24, to: "
            + "2027-01-02 }, or times such as { cron: \"* * 9-16 ? * MON-FRI\" }")]
    [InlineData(
        "{ every: 30m, exclude: [{ cron: \"* * 9-16 * *\" }] }",
        "x.yaml:13:45: this is not a cron expression (Cron expression '* * 9-16 * *' has 5 fields, which is the Unix/crontab form; Quartz "
            + "cron has 6 or 7 fields with seconds first): \"* * 9-16 * *\"; write second, minute, hour, day of month, month and day of "
            + "week, such as \"0 0 2 * * ?\" for every night at two")]
    [InlineData(
        "{ every: 30m, exclude: [{ from: 2026-12-24, to: 2026-12-23 }] }",
        "x.yaml:13:61: these days end before they start: \"2026-12-23\"; write a day from 2026-12-24 on; 'to' is excluded too")]
    [InlineData(
        "{ every: 30m, exclude: [{ from: 2026-12-24, to: 2028-12-23 }] }",
        "x.yaml:13:61: these are more than 366 days: \"2028-12-23\"; exclude fewer days, or pause the schedule")]
    [InlineData(
        "{ cron: \"* * * * * ?\", exclude: [{ cron: \"* * * * * ?\" }] }",
        "x.yaml:13:13: this schedule never fires; give it a time in the future that 'exclude' leaves open")]
    [InlineData("{ every: 100d, jitter: 60d }", "x.yaml:13:36: 'jitter' must be shorter than 1d: \"60d\"; write a shorter one, such as 2m")]
    [InlineData(
        "{ every: 4000d }",
        "x.yaml:13:22: 'every' is longer than ten years: \"4000d\"; write a shorter one, or a 'cron' with the year as seventh field")]
    public void Problem(string schedule, string expected)
    {
        var result = Loader.LoadText("x.yaml", Sample.With($"  schedule: {schedule}"), []);
        Assert.Equal(expected, Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void Any_expression_is_answered_and_one_that_passes_can_be_kept()
    {
        string[] pieces = ["0", "1", "59", "*", "?", "/", "-", ",", "L", "W", "#", "H", "MON", "JAN", "@daily", "2099", " ", " ", " ", " "];
        var rules = new QuartzRules(TimeProvider.System);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary(),
                cron => rules.CronProblem(cron) is not null || rules.Fires(new ScheduleSpec { Cron = cron })));
    }

    [Theory]
    [InlineData("{ every: 1h, exclude: [{ cron: \"0/2 * * * * ?\" }, { cron: \"1/2 * * * * ?\" }] }")]
    [InlineData("{ cron: \"* * * 24 12 ?\", exclude: [{ cron: \"* * 0-11 * * ?\" }, { cron: \"* * 12-23 * * ?\" }] }")]
    [InlineData("{ cron: \"0 0 2 31 12 ? 2026\", exclude: [\"2026-12-31\"] }")]
    public void Schedule_that_its_exclusions_leave_no_time_is_refused(string schedule) => Assert.Equal(
        "x.yaml:13:13: this schedule never fires; give it a time in the future that 'exclude' leaves open",
        Assert.Single(Loader.LoadText("x.yaml", Sample.With($"  schedule: {schedule}"), []).Problems).ToString());

    [Theory]
    [InlineData("{ every: 1s, exclude: [{ from: 2026-11-01, to: 2027-10-31 }] }")]
    [InlineData("{ cron: \"* * * * * ?\", timeZone: Pacific/Apia, exclude: [{ from: 2026-11-01, to: 2027-10-31 }] }")]
    [InlineData("{ every: 30s, exclude: [{ cron: \"* * * * 1-11 ?\" }, { cron: \"* * 0-22 ? * *\" }] }")]
    [InlineData("{ every: 3660d, exclude: [\"2026-11-02\"] }")]
    [InlineData("{ every: 1h, exclude: [\"9999-12-31\", \"0001-01-01\"] }")]
    [InlineData("{ every: 1h, exclude: [{ from: 9999-01-01, to: 9999-12-31 }, { from: 0001-01-01, to: 0001-12-31 }] }")]
    [InlineData("{ cron: \"* * * * * ?\", timeZone: Pacific/Kiritimati, exclude: [\"9999-12-31\"] }")]
    [InlineData("{ cron: \"0 0 0 29 2 ?\", timeZone: Pacific/Pago_Pago, exclude: [\"0001-01-01\"] }")]
    public void Schedule_that_fires_is_kept_however_far_ahead(string schedule) =>
        Assert.Empty(Loader.LoadText("x.yaml", Sample.With($"  schedule: {schedule}"), []).Problems);

    [Fact]
    public void Fields_of_nothing_but_commas_are_answered() =>
        Assert.NotNull(new QuartzRules(TimeProvider.System).CronProblem("1-0 0 1 ? , ,"));

    [Fact]
    public void Whole_schedule_is_read()
    {
        const string Text =
            """{ cron: "0 0 2 * * ?", timeZone: Europe/Berlin, """
            + """exclude: ["2026-12-24", { from: 2026-12-30, to: 2027-01-02 }, { cron: "* * * ? * SUN" }], """
            + """misfire: fireOnce, concurrency: queue, jitter: 2m, paused: true }""";
        var result = Loader.LoadText("x.yaml", Sample.With($"  schedule: {Text}"), []);
        Assert.Empty(result.Problems);
        var spec = result.Experiment!.Schedule!;
        Assert.Equal(
            "cron 0 0 2 * * ? (Europe/Berlin), jitter 2m, not on 2026-12-24, not from 2026-12-30 to 2027-01-02, not at * * * ? * SUN, "
                + "misfire fireOnce, concurrency queue",
            ScheduleText.Of(spec));
        Assert.True(spec.Paused);
        Assert.Equal(SpecJson.Write(spec), SpecJson.Write(SpecJson.Read(SpecJson.Write(spec))));
    }
}
