using System.Diagnostics;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Histories;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>Writes a fault's steps wherever they are needed: history, run journal, listener, log.</summary>
/// <remarks>
/// The history takes a step into its queue, and its time with it. The others may be slow: what must not wait for them happens between
/// <see cref="Record"/> and <see cref="Tell"/>.
/// </remarks>
internal sealed class FaultLog(IRecorder recorder, RunJournal journal, IRunListener listener, ILogger log)
{
    public void Write(string id, string kind, FaultStep step, IReadOnlyList<string> nodes, string detail, bool? proven = null) =>
        Tell(Record(id, kind, step, nodes, detail, proven));

    /// <summary>Only into the history.</summary>
    public FaultEvent Record(string id, string kind, FaultStep step, IReadOnlyList<string> nodes, string detail, bool? proven = null)
    {
        var e = new FaultEvent(-1, recorder.ElapsedNs, id, kind, step, nodes, proven, detail);
        recorder.Record(e);
        return e;
    }

    /// <summary>Passes a step that <see cref="Record"/> recorded to all other places.</summary>
    public void Tell(FaultEvent e)
    {
        journal.Fault(e);
        listener.OnFault(e);
        Activity.Current.Stepped(e);
        log.FaultStep(e.FaultId, e.Kind, string.Join(",", e.Nodes), e.Step.ToString(), e.Detail);
    }

    /// <summary>For listeners that must know at once; the history has the step that failed.</summary>
    public void NotReverted(string id, string kind, IReadOnlyList<string> nodes, string reason) =>
        listener.OnNotReverted(id, kind, nodes, reason);
}
