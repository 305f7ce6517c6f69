using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Management;

/// <summary>The calls of a history: valid calls by node, invalid ones individually.</summary>
internal sealed class CatalogHistory
{
    private readonly Dictionary<string, List<NodeOp>> _nodes = new(StringComparer.Ordinal);
    private readonly List<(int Position, CatalogCall Call, long InvokedNs, long CompletedNs)> _lists = [];

    public CatalogHistory(History history)
    {
        var ops = history.Ops.Span;
        for (var i = 0; i < ops.Length; i++)
        {
            ref readonly var op = ref ops[i];
            if (op.F != Functions.Manage) continue;
            if (CatalogCall.From(op.Value) is { } call) Take(i, op, call);
            else Doubt ??= $"the value of the call at history index {op.Index} is not understood: {op.Value}";
        }
    }

    public int Answered { get; private set; }

    public int Unknown { get; private set; }

    /// <summary>Why not all calls can be judged; null when they can.</summary>
    public string? Doubt { get; private set; }

    /// <summary>Calls that must be refused, if they were answered.</summary>
    public List<(int Position, CatalogCall Call)> Wrong { get; } = [];

    public IReadOnlyList<(int Position, CatalogCall Call)> Lists => [.. _lists.Select(l => (l.Position, l.Call))];

    public IEnumerable<string> Nodes => _nodes.Keys.Order(StringComparer.Ordinal);

    /// <summary>The calls about a node, and the part of every list that concerns it.</summary>
    public IReadOnlyList<NodeOp> Of(string node) =>
    [
        .. _nodes[node],
        .. _lists.Select(l => new NodeOp(
            l.Position, CatalogCall.List, null, 200, l.Call.Nodes!.FirstOrDefault(n => n.Node == node).Status, l.InvokedNs, l.CompletedNs)),
    ];

    private void Take(int position, in Op op, CatalogCall call)
    {
        if (op.Outcome == OpType.Ok) Answered++;
        else if (op.Outcome == OpType.Info) Unknown++;
        // A call that was refused for lack of a leader changed nothing.
        if (op.Outcome == OpType.Fail) return;
        if (call.Wrong is not null)
        {
            if (op.Outcome == OpType.Ok) Wrong.Add((position, call));
        }
        else if (call.Call == CatalogCall.List)
        {
            if (op.Outcome == OpType.Ok && call.Nodes is not null) _lists.Add((position, call, op.InvokedNs, op.CompletedNs));
        }
        else if (call.Node is { } node)
        {
            if (!_nodes.TryGetValue(node, out var calls)) _nodes[node] = calls = [];
            var isKnown = op.Outcome == OpType.Ok;
            calls.Add(new NodeOp(
                position, call.Call, call.Status, isKnown ? call.Code : null, null, op.InvokedNs,
                isKnown ? op.CompletedNs : long.MaxValue));
        }
    }
}
