using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running;

/// <summary>
/// Sits between a run and its listener. An exception of the listener is logged once, becomes a note of the run, and goes no further:
/// observers cannot affect the run, least of all whether a fault is reverted.
/// </summary>
internal sealed class GuardedListener(IRunListener listener, ILogger log) : IRunListener
{
    private string? _trouble;

    /// <summary>Read when the run's record is made: even the last notification may be the first on which a listener fails.</summary>
    public IEnumerable<string> Notes
    {
        get { if (Volatile.Read(ref _trouble) is { } trouble) yield return trouble; }
    }

    public void OnPhase(string phase) => Tell(nameof(OnPhase), l => l.OnPhase(phase));

    public void OnFault(FaultEvent e) => Tell(nameof(OnFault), l => l.OnFault(e));

    public void OnAction(ActionEvent e) => Tell(nameof(OnAction), l => l.OnAction(e));

    public void OnFinding(string check, Finding finding) => Tell(nameof(OnFinding), l => l.OnFinding(check, finding));

    public void OnProgress(RunProgress progress) => Tell(nameof(OnProgress), l => l.OnProgress(progress));

    public void OnWindow(WindowRecord window, int of) => Tell(nameof(OnWindow), l => l.OnWindow(window, of));

    public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
        Tell(nameof(OnNotReverted), l => l.OnNotReverted(id, kind, nodes, reason));

    private void Tell(string what, Action<IRunListener> call)
    {
        try
        {
            call(listener);
        }
        catch (Exception e)
        {
            var trouble = $"who follows the run was not told everything: {what} threw {e.GetType().Name}: {e.Message}";
            if (Interlocked.CompareExchange(ref _trouble, trouble, null) is null) log.ListenerThrew(e, what);
        }
    }
}
