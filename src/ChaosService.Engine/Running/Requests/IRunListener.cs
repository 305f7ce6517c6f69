using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Running.Requests;

/// <summary>
/// Watches a run. Calls come from several threads and must return quickly: a run waits for them. What one of them
/// throws becomes a note of the run and has no other effect.
/// </summary>
public interface IRunListener
{
    /// <summary>A phase of the run begins: <c>bringing up etcd</c>, <c>load and faults</c>, <c>checking</c>.</summary>
    void OnPhase(string phase);

    void OnFault(FaultEvent e);

    /// <summary>The operator tries an action, or has an answer.</summary>
    void OnAction(ActionEvent e)
    {
        // Who follows faults alone need not know of them.
    }

    /// <summary>A violation that is already certain.</summary>
    void OnFinding(string check, Finding finding);

    /// <summary>About four times a second while load runs.</summary>
    void OnProgress(RunProgress progress);

    /// <summary>A window of a soak was judged; the next one begins after this call.</summary>
    /// <param name="of">How many windows the soak has.</param>
    void OnWindow(WindowRecord window, int of)
    {
        // Who follows runs without windows need not know of them.
    }

    /// <summary>A fault, or the target, is still active because its revert failed. It stays in the journal.</summary>
    /// <param name="id">As in the journal: the fault's id, or <c>target</c>.</param>
    void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason)
    {
        // Its steps tell of it, too: this is for who must know at once.
    }
}

/// <param name="ErrorRatio">Share of completed ops of the last window that were not ok; null without traffic.</param>
/// <param name="ActiveFaults">As <c>f1 network-partition etcd2</c>.</param>
public sealed record RunProgress(
    TimeSpan Elapsed, TimeSpan Duration, double OpsPerSecond, double? ErrorRatio, double? P99Ms, IReadOnlyList<string> ActiveFaults,
    long Findings)
{
    /// <summary>
    /// ns since the run's start, the clock of fault events; <see cref="Elapsed"/> counts from the load's start. Null when nobody asked the
    /// clock.
    /// </summary>
    public long? TimeNs { get; init; }
}
