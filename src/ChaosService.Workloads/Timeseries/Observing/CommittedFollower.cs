using ChaosService.Model.Histories;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>What a node has applied of its groups' logs since the previous poll. Not safe for concurrent polls.</summary>
internal sealed class CommittedFollower(NodePages pages, string node)
{
    /// <summary>By group: the server whose marks were reported, and the index up to which they were.</summary>
    private readonly Dictionary<string, (string Since, long Index)> _told = new(StringComparer.Ordinal);

    private OpValue _last = OpValue.None;

    /// <summary>Returns the previous value when there is nothing new: only a change becomes a line of the history.</summary>
    public async Task<OpValue> LookAsync(CancellationToken stop)
    {
        if (await pages.IdAsync(node, stop) is not { } id || await pages.CommittedAsync(node, stop) is not { } groups)
            return _last = OpValue.None;
        var isSame = _last.Kind != OpValueKind.None && groups.Length == _told.Count
            && groups.All(g => _told.TryGetValue(g.Group, out var told) && told == (g.Since, g.Commit));
        if (isSame) return _last;
        List<CommittedView> views = [.. groups.Select(g => View(id, g))];
        _told.Clear();
        foreach (var group in groups) _told[group.Group] = (group.Since, group.Commit);
        return _last = CommittedView.ToValue(views);
    }

    private CommittedView View(string id, CommittedPage group)
    {
        var told = _told.TryGetValue(group.Group, out var before) && before.Since == group.Since ? before.Index : 0;
        return new CommittedView(
            id, group.Group, group.Since, group.Commit, [.. group.Voters.Select(v => $"{v}")],
            [.. group.Marks.Where(m => m.Index > told || m.Index == group.Commit).Select(m => new CommittedMark(m.Block, m.Index, m.Sum))]);
    }
}
