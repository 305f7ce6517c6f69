using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Suites;

/// <summary>Members come out as a test says, and one of them may stop the suite.</summary>
internal sealed class FakeSuiteWork : ISuiteWork
{
    public List<string> Ran { get; } = [];

    public Dictionary<string, Outcome> Outcomes { get; init; } = [];

    /// <summary>This one throws when its run has an id.</summary>
    public string? Throws { get; init; }

    /// <summary>While this one runs, somebody stops the suite.</summary>
    public string? StopsDuring { get; init; }

    public string? Stopped { get; set; }

    public Task<SuiteMember> RunAsync(SuiteMember member, Action<SuiteMember> accepted)
    {
        Ran.Add(member.Experiment);
        accepted(member with { RunId = $"run-of-{member.Experiment}" });
        if (member.Experiment == Throws) throw new InvalidOperationException("nobody thought of this");
        if (member.Experiment == StopsDuring) Stopped = "halted";
        var outcome = Outcomes.GetValueOrDefault(member.Experiment);
        return Task.FromResult(Stopped is null
            ? member with { State = MemberState.Finished, Counts = outcome, Verdict = outcome }
            : member with { State = MemberState.Aborted });
    }

    public SuiteMember Thrown(SuiteMember member, Exception e) => member with { State = MemberState.Rejected, Reason = e.Message };
}
