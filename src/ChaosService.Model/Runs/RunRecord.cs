using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Runs;

/// <summary>Everything about one finished run except its ops: what <c>results.json</c> holds and a report is made of.</summary>
public sealed record RunRecord
{
    /// <summary><c>yyyymmdd-hhmmss-experiment-shortid</c>; also the run directory's name.</summary>
    public required string RunId { get; init; }

    /// <summary>Wall clock, for people; everything inside a run is on the monotonic clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required Plan Plan { get; init; }

    public required RunVerdict Verdict { get; init; }

    public required IReadOnlyList<FaultWindow> Faults { get; init; }

    /// <summary>
    /// What the run ran on: <c>chaosservice</c>, <c>kernel</c>, <c>docker</c>, <c>cores</c>, <c>network-delay backend</c>, … in reading
    /// order.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string RepeatCommand { get; init; }

    public required OpCounts Ops { get; init; }

    /// <summary>For each fault id, the plan's dry run.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> DryRuns { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>For a soak: its windows, in order. Their faults and histories are in directories of their own.</summary>
    public IReadOnlyList<WindowRecord> Windows { get; init; } = [];

    /// <summary>For a soak: the nodes' resources over the whole soak, thinned. Times are ns since the soak's start.</summary>
    public IReadOnlyList<ResourceSample> Resources { get; init; } = [];

    /// <summary>What a reader must know besides the verdict: a history that was cut off, logs that could not be captured.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Ops by outcome. <paramref name="Dropped"/> events were not recorded at all.</summary>
public sealed record OpCounts(long Ok, long Fail, long Info, long Dropped)
{
    public long Total => Ok + Fail + Info;
}
