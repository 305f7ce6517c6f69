using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Timeseries.Topology;

/// <summary>Which node leads what. Every partition has its own leader, and the catalog has one.</summary>
internal static class TimeseriesRoles
{
    /// <summary>Leads a partition: writes to it pass through this node.</summary>
    public const string Leader = "leader";

    /// <summary>Leads no partition.</summary>
    public const string Follower = "follower";

    public const string CatalogLeader = "catalog-leader";

    public static IReadOnlyList<string> All => [Leader, Follower, CatalogLeader];

    /// <summary>Null when no node that answered is the catalog's leader.</summary>
    public static string? CatalogLeaderOf(IReadOnlyDictionary<string, GroupPage[]> groups) =>
        Of(groups).FirstOrDefault(r => Roles.Has(r.Value, CatalogLeader)).Key;

    /// <summary>If two nodes think that they lead a group, the one with the later term does; the other has not noticed yet.</summary>
    /// <param name="groups">The groups reported by each node that answered.</param>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, GroupPage[]> groups)
    {
        var leads = (from node in groups
                     from page in node.Value
                     where page.Leads
                     group (Node: node.Key, page.Term) by page.Group into claims
                     select (Group: claims.Key, claims.MaxBy(c => c.Term).Node)).ToLookup(l => l.Node, l => l.Group == "catalog");
        return groups.Keys.ToDictionary(node => node, node => Roles.Joined(
        [
            leads[node].Contains(false) ? Leader : Follower,
            .. leads[node].Contains(true) ? [CatalogLeader] : (string[])[],
        ]));
    }
}
