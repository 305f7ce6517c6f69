namespace ChaosService.Workloads.Timeseries.Topology;

/// <summary>Asks every node in parallel which groups it has and who leads them.</summary>
internal sealed class TimeseriesProbe(NodePages pages, IReadOnlyList<string> nodes)
{
    public async Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken stop) =>
        TimeseriesRoles.Of(await GroupsAsync(stop));

    /// <summary>
    /// Null when every group has one leader whom all members follow, as far as the nodes show their groups; otherwise the problem.
    /// </summary>
    /// <param name="removed">Updated first: these nodes are not considered.</param>
    public async Task<string?> TroubleAsync(RemovedNodes removed, CancellationToken stop)
    {
        var groups = await GroupsAsync(stop);
        await removed.LookAsync(groups, nodes, stop);
        return Trouble(groups.Where(n => !removed.Has(n.Key)).ToDictionary());
    }

    /// <summary>A follower that is a term behind has not heard from its leader yet: its data may be old.</summary>
    public static string? Trouble(IReadOnlyDictionary<string, GroupPage[]> groups)
    {
        foreach (var group in groups.SelectMany(n => n.Value.Select(Page => (Node: n.Key, Page))).GroupBy(g => g.Page.Group))
        {
            if (group.Where(g => g.Page.Leader is null).Select(g => g.Node).FirstOrDefault() is { } alone)
                return $"{alone} has no leader in the group {group.Key}";
            if (group.Select(g => (g.Page.Leader, g.Page.Term)).Distinct().Count() > 1)
                return $"{string.Join(" and ", group.Select(g => g.Node))} do not agree on the leader of the group {group.Key}";
        }
        return null;
    }

    private async Task<IReadOnlyDictionary<string, GroupPage[]>> GroupsAsync(CancellationToken stop)
    {
        var answers = await Task.WhenAll(nodes.Select(node => pages.GroupsAsync(node, stop)));
        return nodes.Zip(answers).Where(a => a.Second is not null).ToDictionary(a => a.First, a => a.Second!);
    }
}
