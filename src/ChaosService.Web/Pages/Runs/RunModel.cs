using ChaosService.Contracts;
using ChaosService.Engine.Reporting.Results;

namespace ChaosService.Web.Pages.Runs;

/// <summary>One run.</summary>
/// <param name="RepeatCommand">Null when nothing that is kept tells it.</param>
/// <param name="Live">The run as far as it has come; null when that is not kept any more.</param>
/// <param name="Results">What <c>results.json</c> holds; null until the run is judged.</param>
/// <param name="Timeline">What happened, the newest first.</param>
/// <param name="Faults">In the order in which they were injected.</param>
/// <param name="Windows">Of a soak, in their order; empty otherwise.</param>
public sealed record RunModel(
    RunReply Run, string? RepeatCommand, LiveReply? Live, ReportModel? Results, IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<FaultStory> Faults, IReadOnlyList<FindingData> Findings, IReadOnlyList<WindowReply> Windows, RunFiles Files)
{
    /// <summary>Queued or running.</summary>
    public bool GoesOn => Run.State is "queued" or "running";
}

/// <summary>One line of what happened.</summary>
/// <param name="Tone"><c>good</c>, <c>bad</c> or empty.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Sign, string Text, string Tone);

/// <summary>A fault and what became of it.</summary>
/// <param name="Steps">In the order in which they happened.</param>
/// <param name="InForce">Whether it still acts.</param>
public sealed record FaultStory(string Id, string Kind, IReadOnlyList<string> Nodes, IReadOnlyList<FaultStepReply> Steps, bool InForce);

/// <summary>Which of its files a run has.</summary>
/// <param name="Nodes">Those with a log.</param>
public sealed record RunFiles(bool Report, bool History, bool JUnit, bool Verdict, IReadOnlyList<string> Nodes);
