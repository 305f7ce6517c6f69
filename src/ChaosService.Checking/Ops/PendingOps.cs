using ChaosService.Model.Histories;

namespace ChaosService.Checking.Ops;

/// <summary>Joins invocations with completions as they stream in. Its size is the number of processes with a pending op.</summary>
internal sealed class PendingOps
{
    private readonly Dictionary<int, Op> _open = [];

    public Op Invoke(int index, in OpEvent e) => _open[e.Process] = new Op
    {
        Index = index, CompletionIndex = -1, Process = e.Process, Outcome = OpType.Info, F = e.F, Key = e.Key, Value = e.Value,
        InvokedNs = e.TimeNs, CompletedNs = long.MaxValue, IntendedNs = e.IntendedNs ?? e.TimeNs, Node = e.Node,
    };

    /// <summary>The whole op; null when its invocation was not seen.</summary>
    public Op? Complete(int index, in OpEvent e)
    {
        if (!_open.Remove(e.Process, out var op)) return null;
        return op with
        {
            CompletionIndex = index, Outcome = e.Type, CompletedNs = e.TimeNs, Node = e.Node ?? op.Node, Error = e.Error,
            Value = Functions.Completed(e.F, e.Type, op.Value, e.Value),
        };
    }
}
