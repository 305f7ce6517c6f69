using ChaosService.Model.Histories;

namespace ChaosService.Model.Verdicts;

/// <summary>One violation, with the ops that show it and the faults that were active.</summary>
public sealed record Finding
{
    /// <summary>The anomaly's standard name: <c>stale-read</c>, <c>lost</c>, <c>below-objective</c>.</summary>
    public required string Anomaly { get; init; }

    /// <summary>A sentence or two that a reader understands without the history.</summary>
    public required string Explanation { get; init; }

    /// <summary>The handful of ops behind it, in the order of their invocations.</summary>
    public IReadOnlyList<Op> Ops { get; init; } = [];

    /// <summary>Ids of the faults that were active meanwhile.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>
    /// How many of this kind there are; findings of one kind beyond a checker's limit are counted here instead of listed.
    /// </summary>
    public long Count { get; init; } = 1;
}
