using ChaosService.Engine.Retention;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Engine.Retention;

/// <summary>Stored runs in a word: how old in days, and how they came out.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Generous limits, of which a test narrows one.</summary>
    public static RetentionLimits Limits { get; } = new()
    {
        Age = TimeSpan.FromDays(30), InvalidAge = TimeSpan.FromDays(180), UnjudgedAge = TimeSpan.FromDays(90), Count = 1000,
        Bytes = 1L << 40, KeepLast = 0,
    };

    public static StoredFacts Valid(string id, int days, string experiment = "calm") => Ended(id, days, experiment, Outcome.Valid, 0);

    public static StoredFacts Invalid(string id, int days, string experiment = "calm", params string[] violations) =>
        Ended(id, days, experiment, Outcome.Invalid, 1) with { Violations = violations };

    public static StoredFacts Expected(string id, int days) => Ended(id, days, "calm", Outcome.Invalid, 0);

    public static StoredFacts Unknown(string id, int days, string experiment = "calm") => Ended(id, days, experiment, Outcome.Unknown, 2);

    public static StoredFacts Interrupted(string id, int days) =>
        new(StoredRuns.One(id, RunState.Interrupted) with { EndedAt = Now.AddDays(-days) }) { Bytes = 1, HasHistory = true };

    public static StoredFacts Labelled(this StoredFacts facts, string name, string value) =>
        facts with { Run = facts.Run with { Labels = new Dictionary<string, string> { [name] = value } } };

    public static string Removed(RetentionLimits limits, params StoredFacts[] runs) =>
        string.Join(' ', Decide(limits, runs).Remove.Select(r => r.RunId));

    public static RetentionDecision Decide(RetentionLimits limits, params StoredFacts[] runs) => RetentionPolicy.Decide(runs, Now, limits);

    private static StoredFacts Ended(string id, int days, string experiment, Outcome verdict, int exit) =>
        new(StoredRuns.One(id, RunState.Finished, experiment) with { Verdict = verdict, ExitCode = exit, EndedAt = Now.AddDays(-days) })
        {
            Bytes = 1, HasHistory = true,
        };
}
