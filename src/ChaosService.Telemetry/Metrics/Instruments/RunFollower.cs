using System.Diagnostics.Metrics;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>Follows one run for the metrics of its faults, findings and windows.</summary>
internal sealed class RunFollower(string runId, string experiment, Plan plan, FaultMetrics faults, Counter<long> windows, TimeProvider time)
    : IRunListener
{
    private readonly Detection _detection = new(plan, faults, time);

    public void OnPhase(string phase)
    {
        // Phases are for people: their names are not bounded.
    }

    public void OnFault(FaultEvent e)
    {
        faults.Step(runId, experiment, e);
        _detection.Fault(e);
    }

    public void OnFinding(string check, Finding finding)
    {
        faults.Found(experiment, check, 1);
        _detection.Finding();
    }

    public void OnProgress(RunProgress progress) => _detection.Progress(progress);

    public void OnWindow(WindowRecord window, int of) =>
        windows.Add(1, new("experiment", experiment), new("verdict", Measured.Word(window.Verdict)));
}
