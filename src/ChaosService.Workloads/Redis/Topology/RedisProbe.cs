using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>Which node is primary and which are replicas, and whether nodes and sentinels agree on it and writes succeed.</summary>
internal sealed class RedisProbe(RedisMembers members, Sentinels sentinels, string keyPrefix)
{
    /// <summary>According to each node itself: for a while after a failover there may be two primaries.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken) =>
        (await AskAllAsync(cancellationToken)).ToDictionary(r => r.Key, r => r.Value.IsPrimary ? RedisRole.Primary : RedisRole.Replica);

    public async Task<Health> CheckAsync(CancellationToken cancellationToken)
    {
        var roles = await AskAllAsync(cancellationToken);
        var views = await sentinels.ViewsAsync(cancellationToken);
        if (Trouble(roles, views) is { } trouble) return new Health(false, trouble);
        var primary = roles.Single(r => r.Value.IsPrimary).Key;
        if (await members.AskAsync(primary, RedisMembers.RedisPort, ["SET", $"{keyPrefix}health", "ok"], cancellationToken) is null)
            return new Health(false, $"{primary} does not take writes");
        var watched = views.Count > 0 ? $", {views.Count} sentinels agree" : "";
        return new Health(true, $"{primary} is primary and takes writes, {roles.Count - 1} replicas are linked{watched}");
    }

    private string? Trouble(IReadOnlyDictionary<string, RedisRole> roles, IReadOnlyList<SentinelView> views)
    {
        var silent = members.Redis.Except(roles.Keys).Concat(members.Sentinels.Except(views.Select(v => v.Sentinel))).ToArray();
        if (silent.Length > 0) return $"no answer from {string.Join(", ", silent)}";
        var primaries = roles.Where(r => r.Value.IsPrimary).Select(r => r.Key).ToArray();
        if (primaries is not [var primary])
            return primaries.Length == 0 ? "there is no primary" : $"{string.Join(" and ", primaries)} are all primary";
        foreach (var (node, role) in roles.Where(r => !r.Value.IsPrimary))
            if (!role.Linked || members.NodeOf(role.PrimaryHost!) != primary)
                return $"{node} is not linked to {primary}";
        return views.Select(v => Trouble(v, primary)).OfType<string>().FirstOrDefault();
    }

    /// <summary>A sentinel that has not yet found all replicas and all other sentinels could not fail over.</summary>
    private string? Trouble(SentinelView view, string primary)
    {
        if (view.Primary != primary) return $"{view.Sentinel} takes {view.Primary ?? "nobody we know"} for the primary, not {primary}";
        if (view.Flags != "master") return $"{view.Sentinel} sees the primary as {view.Flags}";
        return view.Replicas == members.Redis.Count - 1 && view.OtherSentinels == members.Sentinels.Count - 1
            ? null
            : $"{view.Sentinel} knows {view.Replicas} replicas and {view.OtherSentinels} other sentinels";
    }

    private async Task<Dictionary<string, RedisRole>> AskAllAsync(CancellationToken cancellationToken)
    {
        var roles = await Task.WhenAll(members.Redis.Select(async node =>
            (Node: node, Role: RedisRole.From(
                await members.AskAsync(node, RedisMembers.RedisPort, RedisRole.Question, cancellationToken)))));
        return roles.Where(r => r.Role is not null).ToDictionary(r => r.Node, r => r.Role!);
    }
}
