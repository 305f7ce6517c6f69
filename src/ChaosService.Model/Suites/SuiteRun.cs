using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Suites;

/// <summary>Where a suite's run is in its life.</summary>
public enum SuiteRunState
{
    Running,

    /// <summary>Every member had its turn, or was skipped after an invalid one.</summary>
    Finished,

    /// <summary>Ended early by a user, or by a halt.</summary>
    Aborted,

    /// <summary>The service ended while it ran. Its results so far are kept.</summary>
    Interrupted,
}

/// <summary>A run of a suite: the state of its members, and the verdict merged from them.</summary>
public sealed record SuiteRun
{
    /// <summary><c>yyyymmdd-hhmmss-suite-name-shortid</c>.</summary>
    public required string Id { get; init; }

    public required string Suite { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: each member has its own.</summary>
    public long? Seed { get; init; }

    public StopOn StopOn { get; init; }

    /// <summary>Who or what triggered it: <c>api</c>, <c>schedule suite/nightly</c>, <c>command line</c>.</summary>
    public required string Cause { get; init; }

    public required SuiteRunState State { get; init; }

    /// <summary>As resolved when it was triggered, in the order in which they run. Never empty.</summary>
    public required IReadOnlyList<SuiteMember> Members { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who or what ended it early; null when it was not ended early.</summary>
    public string? EndedEarly { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Nothing more will happen to it.</summary>
    public bool Over => State != SuiteRunState.Running;

    /// <summary>The worst that a member counts as; what did not run is unknown. Final once the run is over.</summary>
    public Outcome Verdict => Outcomes.Merge(Members.Select(m => m.Counts));

    /// <summary>The reason for the verdict, in one line.</summary>
    public string Reason
    {
        get
        {
            if (Verdict == Outcome.Valid) return Members.Count == 1 ? "its one member is valid" : $"all {Members.Count} members are valid";
            var parts = new[] { EndedEarly, Named("invalid", IsInvalid), Named("undecided", IsUndecided), Named("not run", IsNotRun) };
            return string.Join("; ", parts.Where(p => p is not null));
        }
    }

    /// <summary>The members as a table, when they are the cells of a matrix; null otherwise.</summary>
    public SuiteGrid? Grid => SuiteGrid.Of(Members);

    /// <summary>With one member changed.</summary>
    public SuiteRun With(int index, SuiteMember member) =>
        this with { Members = [.. Members.Take(index), member, .. Members.Skip(index + 1)] };

    private string? Named(string word, Func<SuiteMember, bool> which)
    {
        var names = Members.Where(which).Select(m => m.Name).ToList();
        return names.Count == 0 ? null : $"{word}: {string.Join(", ", names)}";
    }

    private static bool IsInvalid(SuiteMember member) => member.Counts == Outcome.Invalid;

    private static bool IsUndecided(SuiteMember member) => member.Counts == Outcome.Unknown && !IsNotRun(member);

    private static bool IsNotRun(SuiteMember member) =>
        member.Counts == Outcome.Unknown && (member.StartedAt is null || member.State == MemberState.Rejected);
}
