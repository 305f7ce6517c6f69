using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning;

/// <summary>Which and how many nodes a selector means in a target whose nodes are known.</summary>
internal static class NodeChoice
{
    /// <summary>The names in a group; without a group in the first one, which is the database itself.</summary>
    public static IReadOnlyList<string> Members(IReadOnlyList<ClusterNode> nodes, string? group) =>
        [.. nodes.Where(n => n.Group == (group ?? nodes[0].Group)).Select(n => n.Name)];

    /// <summary>The number of nodes selected; 0 when only the run can tell, or when there are none.</summary>
    public static int Size(NodeSelector selector, int members) => selector.Kind switch
    {
        SelectorKind.Names => selector.Names.Count,
        SelectorKind.Minority => (members - 1) / 2,
        SelectorKind.Majority => members / 2 + 1,
        SelectorKind.All => members,
        _ => selector.Count,
    };

    /// <summary>
    /// Possible sets of nodes, enough of them to find one on which a fault makes no sense: each node where one is chosen, otherwise one set
    /// of that size. A role is a placeholder.
    /// </summary>
    public static IEnumerable<IReadOnlyList<string>> Possible(NodeSelector selector, IReadOnlyList<ClusterNode> nodes, SafetyLimits safety)
    {
        if (selector.Kind is SelectorKind.Names) return [selector.Names];
        if (selector.Kind is SelectorKind.Role)
            return [selector.Count == 1 ? [$"<{selector.Role}>"] : [$"<{selector.Role} 1>", $"<{selector.Role} 2>"]];
        var members = Members(nodes, selector.Group);
        string[] free = [.. members.Except(safety.ProtectedNodes)];
        return Size(selector, members.Count) switch { 0 => [], 1 => free.Select(n => new[] { n }), var size => [[.. free.Take(size)]] };
    }

    /// <summary>
    /// The nodes, in the target's order; drawn if the selector leaves a choice, and then never a protected one. Empty when only the run can
    /// tell: a role, or all nodes of an attached project.
    /// </summary>
    public static IReadOnlyList<string> Draw(NodeSelector selector, TargetDefinition target, SafetyLimits safety, SeededRandom random)
    {
        if (selector.Kind is SelectorKind.Names) return selector.Names;
        if (selector.Kind is SelectorKind.Role || target.Nodes.Count == 0) return [];

        var members = Members(target.Nodes, selector.Group);
        var candidates = members.Except(safety.ProtectedNodes).ToArray();
        random.Shuffle<string>(candidates);
        var chosen = candidates.Take(Size(selector, members.Count)).ToHashSet();
        return [.. members.Where(chosen.Contains)];
    }
}
