using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Tests.Service.Notifications.Presets;

public sealed class PagerDutyPresetTests
{
    private static readonly ReceiverOptions PagerDuty = new() { Kind = "pagerduty", Token = "0123456789abcdef0123456789ABCDEF" };

    [Fact]
    public void Violation_triggers_an_alert()
    {
        var body = Samples.Json(Samples.Write("pagerduty", Samples.Ended(), PagerDuty));
        var payload = body.GetProperty("payload");

        Assert.Equal((PagerDuty.Token, "trigger", "https://chaos.example/experiments/calm"), (
            body.GetProperty("routing_key").GetString(), body.GetProperty("event_action").GetString(),
            body.GetProperty("dedup_key").GetString()));
        Assert.Equal(
            ["calm is invalid: linearizable: "
                + "1 stale read", "chaosservice-etcd", "error", "2026-03-01T12:00:00+00:00", "calm", "run.invalid"],
            new[] { "summary", "source", "severity", "timestamp", "component", "class" }.Select(p => payload.GetProperty(p).GetString()));
        Assert.Equal(Samples.RunId, payload.GetProperty("custom_details").GetProperty("run").GetProperty("id").GetString());
        Assert.Equal($"https://chaos.example/runs/{Samples.RunId}", body.GetProperty("links")[0].GetProperty("href").GetString());
    }

    [Fact]
    public void Next_run_that_passes_resolves_what_went_wrong_before()
    {
        Notification[] wrong =
        [
            Samples.Ended(), Samples.Ended(ChaosService.Model.Runs.RunState.Aborted, null, 3), Samples.Violated,
            Samples.OfEachType.Single(e => e.Type == EventTypes.ScheduleMissed),
        ];
        var passed = Samples.Json(Samples.Write("pagerduty", Samples.Passed, PagerDuty));

        Assert.Equal("resolve", passed.GetProperty("event_action").GetString());
        Assert.False(passed.TryGetProperty("payload", out _));
        Assert.All(wrong, e => Assert.Equal(Key(e), passed.GetProperty("dedup_key").GetString()));
    }

    [Fact]
    public void Fault_that_stays_is_an_alert_of_its_own_and_the_gravest()
    {
        var body = Samples.Json(Samples.Write("pagerduty", Samples.NotReverted, PagerDuty));
        var resolved = Samples.Json(Samples.Write("pagerduty", Samples.Factory().FaultResolved(null, Samples.Fault), PagerDuty));

        Assert.Equal(
            ("trigger", "critical"),
            (body.GetProperty("event_action").GetString(), body.GetProperty("payload").GetProperty("severity").GetString()));
        Assert.NotEqual(Key(Samples.Ended()), body.GetProperty("dedup_key").GetString());
        Assert.Equal(
            ("resolve", body.GetProperty("dedup_key").GetString()),
            (resolved.GetProperty("event_action").GetString(), resolved.GetProperty("dedup_key").GetString()));
    }

    [Fact]
    public void Limits_of_the_interface_hold()
    {
        var e = Samples.Ended();
        var body = Samples.Json(Samples.Write(
            "pagerduty", e with { Data = e.Data with { Summary = new string('s', 5000), Experiment = new string('e', 500) } }, PagerDuty));
        Assert.Equal(1024, body.GetProperty("payload").GetProperty("summary").GetString()!.Length);
        Assert.Equal(255, body.GetProperty("dedup_key").GetString()!.Length);
    }

    [Fact]
    public void What_is_no_alert_is_not_sent() =>
        Assert.Equal(
            [EventTypes.RunBegun, EventTypes.FaultBegun, EventTypes.FaultEnded],
            Samples.OfEachType.Where(e => Samples.Write("pagerduty", e, PagerDuty) is null).Select(e => e.Type));

    [Fact]
    public void Severities_are_those_of_PagerDuty() => Assert.All(
        Samples.OfEachType.Select(e => Samples.Write("pagerduty", e, PagerDuty))
            .OfType<ChaosService.Service.Notifications.Presets.OutgoingRequest>().Select(Samples.Json)
            .Where(b => b.TryGetProperty("payload", out _)),
        b => Assert.Contains(
            b.GetProperty("payload").GetProperty("severity").GetString(), new[] { "critical", "error", "warning", "info" }));

    private static string Key(Notification e) =>
        Samples.Json(Samples.Write("pagerduty", e, PagerDuty)).GetProperty("dedup_key").GetString()!;
}
