using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Fakes;

internal sealed class FakeRecorder : IRecorder
{
    public List<FaultEvent> Faults { get; } = [];

    public long ElapsedNs { get; set; }

    public void Record(in OpEvent e) => throw new NotSupportedException();

    public void Record(FaultEvent e)
    {
        lock (Faults) Faults.Add(e);
    }

    public void Record(PhaseEvent e) => throw new NotSupportedException();
}

internal sealed class FakeListener : IRunListener
{
    public List<RunProgress> Progress { get; } = [];

    public List<Finding> Findings { get; } = [];

    /// <summary>What could not be reverted, as it was told.</summary>
    public List<string> NotReverted { get; } = [];

    public void OnNotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
        NotReverted.Add($"{id} {kind} {string.Join(",", nodes)}: {reason}");

    public void OnPhase(string phase)
    {
    }

    /// <summary>Called with each step of a fault.</summary>
    public Action<FaultEvent> Told { get; set; } = _ => { };

    public void OnFault(FaultEvent e) => Told(e);

    public void OnFinding(string check, Finding finding) => Findings.Add(finding);

    public void OnProgress(RunProgress progress)
    {
        lock (Progress) Progress.Add(progress);
    }
}
