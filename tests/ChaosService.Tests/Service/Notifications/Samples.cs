using ChaosService.Contracts;
using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Presets;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>Events and options as they come, with values that tests can compare with.</summary>
internal static class Samples
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    public const string RunId = "20260301-120000-calm-abc123";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static EventFactory Factory(TimeProvider? time = null) =>
        new(
            new ServiceLink(new ServiceOptions { Notifications = new NotificationOptions { PublicUrl = "https://chaos.example/" } }),
            time ?? new FakeTimeProvider(At));

    public static StoredRun Run(
        RunState state = RunState.Finished, Outcome? verdict = Outcome.Invalid, int? exitCode = 1,
        string? reason = "linearizable: 1 stale read") => new()
    {
        Id = RunId,
        Experiment = "calm",
        Project = "chaosservice-etcd",
        Seed = 42,
        Cause = "schedule calm",
        Labels = new Dictionary<string, string> { ["suite"] = "nightly", ["commit"] = Commit, ["repository"] = "acme/db" },
        State = state,
        Verdict = verdict,
        Reason = reason,
        ExitCode = exitCode,
        AcceptedAt = At.AddSeconds(-62),
        StartedAt = At.AddSeconds(-60),
        EndedAt = state == RunState.Running ? null : At,
        Directory = "/runs/" + RunId,
    };

    public static StoredRun Running => Run(RunState.Running, null, null, null);

    public static Notification Ended(
        RunState state = RunState.Finished, Outcome? verdict = Outcome.Invalid, int? exitCode = 1,
        string? reason = "linearizable: 1 stale read") =>
        Factory().RunEnded(Run(state, verdict, exitCode, reason), result: null);

    public static Notification Passed => Ended(verdict: Outcome.Valid, exitCode: 0, reason: "all 5 checks hold");

    public static NotifiedFault Fault => new("f1", RunId, "network-partition", ["etcd2"], At.AddSeconds(-30), At.AddSeconds(-15));

    public static Notification NotReverted =>
        Factory().FaultNotReverted(Running, Fault with { BegunAt = null, EndedAt = null, Reason = "the engine is gone" }, "");

    public static Notification Violated =>
        Factory().Violated(Running, new NotifiedViolation("linearizable", "stale-read", "read <old> & not new", 1, ["f1"]));

    /// <summary>One of each type.</summary>
    public static IReadOnlyList<Notification> OfEachType =>
    [
        Factory().RunBegun(Running), Passed, Ended(), Ended(verdict: Outcome.Unknown, exitCode: 2),
        Ended(RunState.Aborted, Outcome.Valid, 3, "halted"), Ended(RunState.Interrupted, null, null, "the service ended"),
        Ended(RunState.Rejected, null, 69, "no such target"), Violated,
        Factory().Schedule(
            EventTypes.ScheduleMissed, "calm", new(At, FiringOutcome.Missed, null, "the service was not running"), Run().Labels),
        Factory().Schedule(EventTypes.ScheduleFailed, "calm", new(At, FiringOutcome.Failed, null, "no such target"), null),
        Factory().FaultBegun(Running, Fault with { EndedAt = null }), Factory().FaultEnded(Running, Fault), NotReverted,
        Factory().FaultResolved(Running, Fault), Factory().Test("ops"),
    ];

    public static ReceiverOptions Webhook(string url, string events = "all") => new() { Url = url, Secret = Secret, Events = events };

    public static OutgoingRequest? Write(string kind, Notification e, ReceiverOptions options, string url = "https://receiver.example/x") =>
        AllPresets.Find(kind)!.Write(e, options, new Uri(url), At);

    public static System.Text.Json.JsonElement Json(OutgoingRequest? request) =>
        System.Text.Json.JsonDocument.Parse(request!.Body).RootElement;

    public static ServiceOptions Options(params (string Name, ReceiverOptions Receiver)[] receivers)
    {
        var named = new Named<ReceiverOptions>();
        foreach (var (name, receiver) in receivers) named[name] = receiver;
        return new ServiceOptions { Notifications = new NotificationOptions { PublicUrl = "https://chaos.example", Receivers = named } };
    }
}
