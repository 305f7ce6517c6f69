using ChaosService.Contracts;
using ChaosService.Engine.Reporting.Results;

namespace ChaosService.Web.Pages.Runs;

/// <summary>One run.</summary>
/// <param name="RepeatCommand">Null when the stored data does not contain it.</param>
/// <param name="Live">The progress of the run; null when it is no longer kept.</param>
/// <param name="Results">The content of <c>results.json</c>; null until the run is judged.</param>
/// <param name="Timeline">The events, the newest first.</param>
/// <param name="Faults">In the order in which they were injected.</param>
/// <param name="Windows">The windows of a soak, in order; empty otherwise.</param>
public sealed record RunModel(
    RunReply Run, string? RepeatCommand, LiveReply? Live, ReportModel? Results, IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<FaultStory> Faults, IReadOnlyList<FindingData> Findings, IReadOnlyList<WindowReply> Windows, RunFiles Files)
{
    /// <summary>Queued or running.</summary>
    public bool GoesOn => Run.State is "queued" or "running";
}

/// <summary>One line of the timeline.</summary>
/// <param name="Tone"><c>good</c>, <c>bad</c> or empty.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Sign, string Text, string Tone);

/// <summary>A fault and its course.</summary>
/// <param name="Steps">In the order in which they happened.</param>
/// <param name="InForce">Whether it is still active.</param>
public sealed record FaultStory(string Id, string Kind, IReadOnlyList<string> Nodes, IReadOnlyList<FaultStepReply> Steps, bool InForce);

/// <summary>The files that a run has.</summary>
/// <param name="Nodes">The nodes with a log.</param>
public sealed record RunFiles(bool Report, bool History, bool JUnit, bool Verdict, IReadOnlyList<string> Nodes);
