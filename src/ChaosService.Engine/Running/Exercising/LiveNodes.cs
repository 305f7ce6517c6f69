using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>Resolves at injection what a plan leaves open: which nodes have the role right now.</summary>
internal sealed class LiveNodes(ICluster cluster, IRoleProbe? roles, TimeProvider time)
{
    /// <summary>How long to wait for a node to have the role: an election may be under way.</summary>
    private static readonly TimeSpan RoleLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The nodes, or none when nobody had the role within the limit.</summary>
    public async Task<IReadOnlyList<ClusterNode>> ChooseAsync(PlannedFault fault, CancellationToken stop)
    {
        // A plan for a cluster that is only known at run time names no nodes when it means all.
        if (fault.Role is null)
            return fault.Nodes.Count > 0
                ? [.. fault.Nodes.SelectMany(name => Called(name, fault)).Distinct()]
                : [.. cluster.Nodes.Where(n => fault.Group is null || n.Group == fault.Group)];
        if (roles is null) return [];
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < RoleLimit)
        {
            var byNode = await roles.RolesAsync(stop);
            var holders = cluster.Nodes.Where(
                n => Roles.Has(byNode.GetValueOrDefault(n.Name), fault.Role) && (fault.Group ?? n.Group) == n.Group);
            var chosen = (fault.RoleCount > 0 ? holders.Take(fault.RoleCount) : holders).ToList();
            if (chosen.Count > 0 && chosen.Count >= fault.RoleCount) return chosen;
            await Task.Delay(PollInterval, time, stop);
        }
        return [];
    }

    /// <summary>
    /// Why a condition does not hold, in a sentence; null when it holds. Asked once: during an election nobody has a role.
    /// </summary>
    public async Task<string?> RefusesAsync(RoleCondition? condition, IReadOnlyList<ClusterNode> chosen, CancellationToken stop)
    {
        if (condition is null) return null;
        var byNode = roles is null ? null : await roles.RolesAsync(stop);
        string[] others =
            [.. (condition.Node is { } node ? cluster.Nodes.Called(node) : chosen).Select(n => n.Name)
                .Where(n => !Roles.Has(byNode?.GetValueOrDefault(n), condition.Role))];
        if (others.Length == 0) return null;
        var are = others.Select(n => $"{n} is {byNode?.GetValueOrDefault(n) ?? "of no known role"}");
        return $"{string.Join(", ", are)}, not {condition.Role}";
    }

    /// <summary>
    /// A name may be that of a service with several containers. Drawn among others, it would mean one node, but nobody knows which.
    /// </summary>
    private IReadOnlyList<ClusterNode> Called(string name, PlannedFault fault)
    {
        var nodes = cluster.Nodes.Called(name);
        if (nodes.Count == 0)
            throw new ClusterUnavailableException(
                $"the target '{cluster.Project}' has no node '{name}'; it has {string.Join(", ", cluster.Nodes.Select(n => n.Name))}");
        if (nodes.Count > 1 && fault.Drawn)
            throw new FaultRefusedException(
                $"the plan drew {name}, and that is {nodes.Count} containers; list them one by one: "
                + $"target: {{ nodes: [{string.Join(", ", nodes.Select(n => n.Name))}] }}");
        return nodes;
    }
}
