using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Soaking;

/// <summary>Reports one window to a soak's listener, on the soak's clock.</summary>
internal sealed class WindowListener(IRunListener soak, int window, int windows, TimeSpan length, TimeSpan from, long findingsBefore)
    : IRunListener
{
    public void OnPhase(string phase) => soak.OnPhase($"window {window}/{windows}: {phase}");

    public void OnFault(FaultEvent e) => soak.OnFault(e with { TimeNs = e.TimeNs + (long)from.TotalNanoseconds });

    public void OnAction(ActionEvent e) => soak.OnAction(e with { TimeNs = e.TimeNs + (long)from.TotalNanoseconds });

    public void OnFinding(string check, Finding finding) => soak.OnFinding(check, finding);

    public void OnProgress(RunProgress progress) => soak.OnProgress(progress with
    {
        Elapsed = progress.Elapsed + ((window - 1) * length),
        Duration = windows * length,
        Findings = progress.Findings + findingsBefore,
        TimeNs = progress.TimeNs + (long)from.TotalNanoseconds,
    });

    public void OnWindow(WindowRecord record, int of) => soak.OnWindow(record, of);

    public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
        soak.OnNotReverted(id, kind, nodes, reason);
}
