using System.Diagnostics;
using ChaosService.Engine.Store;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Histories;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running;

/// <summary>Writes a fault's steps wherever they are needed: history, run journal, listener, log.</summary>
internal sealed class FaultLog(IRecorder recorder, RunJournal journal, IRunListener listener, ILogger log)
{
    public void Write(string id, string kind, FaultStep step, IReadOnlyList<string> nodes, string detail, bool? proven = null)
    {
        var e = new FaultEvent(-1, recorder.ElapsedNs, id, kind, step, nodes, proven, detail);
        recorder.Record(e);
        journal.Fault(e);
        listener.OnFault(e);
        Activity.Current.Stepped(e);
        log.FaultStep(id, kind, string.Join(",", nodes), step.ToString(), detail);
    }

    /// <summary>For who must know at once; the history has the step that failed.</summary>
    public void NotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) => listener.OnNotReverted(id, kind, nodes, reason);
}
