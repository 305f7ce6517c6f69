using System.Runtime.ExceptionServices;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Logging;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Queue;

/// <summary>All observers of the runs. A failing observer must not affect the others or the run.</summary>
internal sealed class RunObservers(IEnumerable<IRunObserver> observers, ILogger<RunObservers> log)
{
    private readonly IRunObserver[] _observers = [.. observers];

    /// <param name="first">Called before the others.</param>
    public IRunListener Started(StoredRun run, Plan plan, IRunListener first)
    {
        List<IRunListener> listeners = [];
        foreach (var observer in _observers)
            Guard(() => { if (observer.Started(run, plan) is { } listener) listeners.Add(listener); });
        return listeners.Count == 0 ? first : new Listeners([first, .. listeners]);
    }

    public void Ended(StoredRun run, RunResult? result)
    {
        foreach (var observer in _observers) Guard(() => observer.Ended(run, result));
    }

    private void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            // Who looks on decides nothing about the run.
            log.ObserverFailed(e);
        }
    }

    /// <summary>All are called; the first exception is passed to the run, which guards itself and notes it.</summary>
    private sealed class Listeners(IReadOnlyList<IRunListener> all) : IRunListener
    {
        public void OnPhase(string phase) => Each(l => l.OnPhase(phase));

        public void OnFault(FaultEvent e) => Each(l => l.OnFault(e));

        public void OnAction(ActionEvent e) => Each(l => l.OnAction(e));

        public void OnFinding(string check, Finding finding) => Each(l => l.OnFinding(check, finding));

        public void OnProgress(RunProgress progress) => Each(l => l.OnProgress(progress));

        public void OnWindow(WindowRecord window, int of) => Each(l => l.OnWindow(window, of));

        public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
            Each(l => l.OnNotReverted(id, kind, nodes, reason));

        private void Each(Action<IRunListener> call)
        {
            ExceptionDispatchInfo? thrown = null;
            foreach (var listener in all)
            {
                try
                {
                    call(listener);
                }
                catch (Exception e)
                {
                    thrown ??= ExceptionDispatchInfo.Capture(e);
                }
            }
            thrown?.Throw();
        }
    }
}
