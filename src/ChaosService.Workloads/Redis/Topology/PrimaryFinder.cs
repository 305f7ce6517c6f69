using System.Net;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>Finds the primary: through the sentinels if there are any, otherwise by asking every node for its role.</summary>
internal sealed class PrimaryFinder(RedisMembers members, Sentinels sentinels)
{
    public bool HasSentinels => sentinels.Count > 0;

    /// <summary>The node's name; null when it is unknown.</summary>
    public Task<string?> FindAsync(CancellationToken cancellationToken) =>
        HasSentinels ? sentinels.PrimaryAsync(cancellationToken) : ByRoleAsync(cancellationToken);

    public IPEndPoint? EndPointOf(string node) => members.EndPointOf(node);

    private async Task<string?> ByRoleAsync(CancellationToken cancellationToken)
    {
        var roles = await Task.WhenAll(members.Redis.Select(async node =>
            (Node: node, Role: RedisRole.From(
                await members.AskAsync(node, RedisMembers.RedisPort, RedisRole.Question, cancellationToken)))));
        return roles.FirstOrDefault(r => r.Role is { IsPrimary: true }).Node;
    }
}
