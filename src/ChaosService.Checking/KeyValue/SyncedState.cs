using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>From when all nodes should have the same, because each took what it lacked from each, and what has changed since.</summary>
internal sealed class SyncedState
{
    private readonly History _history;
    private readonly List<string> _changed;

    public SyncedState(History history)
    {
        _history = history;
        Action = LastDone(history);
        _changed = Action is { } sync ? [.. Changed(history, sync.TimeNs)] : [];
    }

    /// <summary>The invocation of the last SYNC of all nodes that was answered as it should; null: there was none.</summary>
    public ActionEvent? Action { get; }

    /// <summary>Why nothing can be expected of all nodes at the end; null: they must be equal.</summary>
    public string? Doubt => Action switch
    {
        null => $"no action {SyncActions.Kind} was carried out",
        { TimeNs: var ns } when _history.Faults.FirstOrDefault(f => f.EndNs is null || f.EndNs > ns) is { } fault =>
            $"the last SYNC, at {Words.At(ns)}, came before {fault.Id} ({fault.Kind}) had ended",
        { TimeNs: var ns } when _history.Actions.FirstOrDefault(a => a.Kind != SyncActions.Kind && a.TimeNs >= ns) is { } other =>
            $"the action {other.Name} came after the last SYNC, and may have changed what a node has",
        _ => null,
    };

    /// <summary>Whether a client may have changed the key since, so that how it ends is a question of replication.</summary>
    /// <param name="key">With the prefix of its run.</param>
    public bool MayHaveChanged(string key) => _changed.Exists(c => key == c || key.EndsWith($"/{c}", StringComparison.Ordinal));

    private static ActionEvent? LastDone(History history)
    {
        var done = history.Actions.LastOrDefault(a => a is { Kind: SyncActions.Kind, Type: OpType.Ok });
        return done is null ? null : history.Actions.Last(a =>
            a.Type == OpType.Invoke && a.ActionId == done.ActionId && a.Call == done.Call && a.Attempt == done.Attempt);
    }

    private static IEnumerable<string> Changed(History history, long sinceNs)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var op in history.Ops.Span)
            if (op is { Key: { } key, F: not Functions.Read } && op.Outcome != OpType.Fail
                && (op.CompletedNs >= sinceNs || op.Outcome == OpType.Info))
                keys.Add(key);
        return keys;
    }
}
