namespace ChaosService.Contracts;

/// <summary>Names of a run's events, as in the <c>event:</c> line of the stream.</summary>
public static class RunEventTypes
{
    /// <summary>Data: <see cref="BeginData"/>.</summary>
    public const string Begin = "begin";

    /// <summary>Data: <see cref="PhaseData"/>.</summary>
    public const string Phase = "phase";

    /// <summary>Data: <see cref="FaultData"/>.</summary>
    public const string Fault = "fault";

    /// <summary>Data: <see cref="ActionData"/>.</summary>
    public const string Action = "action";

    /// <summary>Data: <see cref="FindingData"/>.</summary>
    public const string Finding = "finding";

    /// <summary>Data: <see cref="ProgressData"/>.</summary>
    public const string Progress = "progress";

    /// <summary>A window of a soak was judged. Data: <see cref="WindowData"/>.</summary>
    public const string Window = "window";

    /// <summary>The run's state changed. Data: <see cref="RunReply"/>.</summary>
    public const string State = "state";

    /// <summary>Events that the reader asked for are no longer kept. Data: <see cref="GapData"/>.</summary>
    public const string Gap = "gap";

    /// <summary>The last event: nothing more will happen. Data: <see cref="RunReply"/>.</summary>
    public const string End = "end";
}

/// <summary>The run begins. <paramref name="Headline"/> is what it will do, in a line.</summary>
public sealed record BeginData(string Headline);

/// <summary>A phase of the run begins.</summary>
public sealed record PhaseData(string Phase);

/// <summary>A step of a fault's life.</summary>
/// <param name="TimeNs">ns since the run's start.</param>
/// <param name="Step"><c>inject</c>, <c>injected</c>, <c>effect</c>, <c>revert</c>, <c>reverted</c>, <c>recovery</c>, <c>gap</c>,
/// <c>failed</c>.</param>
public sealed record FaultData(string Id, string Kind, string Step, IReadOnlyList<string> Nodes, bool? Proven, string Detail, long TimeNs);

/// <summary>The operator tries an action, or has an answer.</summary>
/// <param name="Outcome"><c>invoke</c>, then <c>ok</c> (answered as expected), <c>fail</c> (another answer) or <c>info</c> (nobody
/// knows whether it was carried out).</param>
/// <param name="Call">From 1; above it the call is repeated on purpose.</param>
/// <param name="Attempt">From 1; above it the previous attempt has an unknown outcome.</param>
/// <param name="TimeNs">ns since the run's start.</param>
public sealed record ActionData(
    string Id, string Name, string Kind, string Outcome, int Call, int Attempt, string Detail, long TimeNs);

/// <summary>A violation that is already certain.</summary>
public sealed record FindingData(string Check, string Anomaly, string Explanation, IReadOnlyList<string> Faults, long Count);

/// <summary>
/// Live figures, about four times a second. <paramref name="ErrorRatio"/> and <paramref name="P99Ms"/> are null without traffic.
/// </summary>
public sealed record ProgressData(
    double ElapsedSeconds, double DurationSeconds, double OpsPerSecond, double? ErrorRatio, double? P99Ms,
    IReadOnlyList<string> ActiveFaults, long Findings)
{
    /// <summary>
    /// ns since the run's start, as in <see cref="FaultData"/>; <see cref="ElapsedSeconds"/> counts from the load's start.
    /// </summary>
    public long? TimeNs { get; init; }
}

/// <summary>A window of a soak was judged.</summary>
/// <param name="Index">From 1.</param>
/// <param name="FromSeconds">Since the soak's start.</param>
/// <param name="Verdict"><c>valid</c>, <c>invalid</c>, <c>unknown</c>.</param>
/// <param name="Findings">Violations in it.</param>
/// <param name="Of">How many windows the soak has.</param>
/// <param name="Ops">How many ops its load and final reads made.</param>
/// <param name="Faults">How many faults it injected.</param>
public sealed record WindowData(
    int Index, double FromSeconds, double ToSeconds, string Verdict, string Reason, long Findings, int Of = 0, long Ops = 0,
    int Faults = 0);

/// <summary><paramref name="Missed"/> events are lost.</summary>
public sealed record GapData(long Missed);

/// <summary>Names of the service's events, as in the <c>event:</c> line of the stream.</summary>
public static class ServiceEventTypes
{
    /// <summary>A run was accepted, began or is over. Data: <see cref="RunReply"/>.</summary>
    public const string Run = "run";

    /// <summary>Data: <see cref="RunEventData{T}"/> of <see cref="PhaseData"/>.</summary>
    public const string Phase = RunEventTypes.Phase;

    /// <summary>Data: <see cref="RunEventData{T}"/> of <see cref="FaultData"/>.</summary>
    public const string Fault = RunEventTypes.Fault;

    /// <summary>Data: <see cref="RunEventData{T}"/> of <see cref="ActionData"/>.</summary>
    public const string Action = RunEventTypes.Action;

    /// <summary>The first ones of a run. Data: <see cref="RunEventData{T}"/> of <see cref="FindingData"/>.</summary>
    public const string Finding = RunEventTypes.Finding;

    /// <summary>Data: <see cref="RunEventData{T}"/> of <see cref="WindowData"/>.</summary>
    public const string Window = RunEventTypes.Window;

    /// <summary>About once a second for each run. Data: <see cref="RunEventData{T}"/> of <see cref="ProgressData"/>.</summary>
    public const string Progress = RunEventTypes.Progress;

    /// <summary>The run of a suite began, a member of it changed, or it is over. Data: <see cref="SuiteRunReply"/>.</summary>
    public const string Suite = SuiteEventTypes.Suite;

    /// <summary>The service halted or resumed, or a problem began or ended. Data: <see cref="HealthReply"/>.</summary>
    public const string Health = "health";

    /// <summary>An experiment or a suite (<c>suite/quick</c>) was applied or deleted. Data: <see cref="ExperimentData"/>.</summary>
    public const string Experiment = "experiment";

    /// <summary>Events that the reader asked for are no longer kept. Data: <see cref="GapData"/>.</summary>
    public const string Gap = RunEventTypes.Gap;
}

/// <summary>An event of one run among those of the service.</summary>
public sealed record RunEventData<T>(string RunId, T Data);

/// <summary>The experiment of that name.</summary>
public sealed record ExperimentData(string Name);
