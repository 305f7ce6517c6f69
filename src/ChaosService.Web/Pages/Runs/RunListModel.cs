using ChaosService.Contracts;
using ChaosService.Web.Pages.Parts;

namespace ChaosService.Web.Pages.Runs;

/// <summary>The history of runs.</summary>
/// <param name="Problem">The problem with the filter; null when there is none.</param>
/// <param name="Next">The address of the next page; null on the last page.</param>
/// <param name="First">Whether this is the first page of the filter.</param>
public sealed record RunListModel(
    RunListFilter Filter, ProblemReply? Problem, IReadOnlyList<RunReply> Runs, string? Next, bool First,
    IReadOnlyList<ExperimentTrend> Trends, IReadOnlyList<string> Experiments);

/// <summary>As entered; empty fields are empty.</summary>
public sealed record RunListFilter(string Experiment, string State, string Verdict, string Label, string Since)
{
    /// <summary>Whether it excludes nothing.</summary>
    public bool IsEmpty => this is { Experiment: "", State: "", Verdict: "", Label: "", Since: "" };
}
