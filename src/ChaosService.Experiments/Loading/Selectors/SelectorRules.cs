using ChaosService.Experiments.Planning;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Selectors;

/// <summary>Whether this target can, and may, have a fault on these nodes.</summary>
internal static class SelectorRules
{
    public static void Report(NodeSelector selector, ConfigNode on, Scope scope)
    {
        if (scope.Target is null) return;
        if (selector.Kind is SelectorKind.Role)
            KnowsRole(selector.Role!, Place(on, "role"), scope, "choose by name, names, random, minority, majority or all");
        if (scope.Nodes is { } nodes) ReportNodes(selector, on, scope, nodes);
        else if (selector.Kind is not (SelectorKind.Role or SelectorKind.All))
            scope.Problems.Add(on.Place, "the nodes of an attached project are not known before the run", Written(on),
                "list them: target: { attach: …, database: …, nodes: [a, b, c] }; only 'role' and 'all' do without");
    }

    /// <summary>Whether the target's database supports this role; if not, there is a problem.</summary>
    /// <param name="instead">What to do for a database without roles.</param>
    public static bool KnowsRole(string role, SourcePlace place, Scope scope, string instead)
    {
        var database = scope.Database!;
        if (database.Roles.Contains(role)) return true;
        scope.Problems.Add(
            place, $"nobody can tell who has this role in {database.Name}", role,
            database.Roles.Count > 0 ? $"known: {string.Join(", ", database.Roles)}{MapReader.Nearest(role, database.Roles)}" : instead);
        return false;
    }

    private static void ReportNodes(NodeSelector selector, ConfigNode on, Scope scope, IReadOnlyList<ClusterNode> nodes)
    {
        var groups = nodes.Select(n => n.Group).Distinct().ToList();
        if (selector.Group is { } group && !groups.Contains(group))
        {
            scope.Problems.Add(
                Place(on, "group"), "the target has no such group", group,
                $"known: {string.Join(", ", groups)}{MapReader.Nearest(group, groups)}");
            return;
        }
        if (selector.Kind is SelectorKind.Names) ReportNames(selector, on, scope, nodes);
        else ReportCount(selector, on, scope, nodes);
        ReportBlastRadius(selector, on, scope, nodes);
    }

    private static void ReportNames(NodeSelector selector, ConfigNode on, Scope scope, IReadOnlyList<ClusterNode> nodes)
    {
        var known = nodes.Select(n => n.Name).ToList();
        var place = Place(on, "names", "name");
        foreach (var name in selector.Names.Where(n => !known.Contains(n)))
            scope.Problems.Add(
                place, "the target has no such node", name, $"known: {string.Join(", ", known)}{MapReader.Nearest(name, known)}");
        foreach (var name in selector.Names.GroupBy(n => n).Where(g => g.Count() > 1))
            scope.Problems.Add(place, "a node is named twice", name.Key, "name it once");
        foreach (var name in selector.Names.Intersect(scope.Safety.ProtectedNodes))
            scope.Problems.Add(
                place, "the fault is on a node that safety protects", name,
                "choose another node, or take this one out of safety: protected");
    }

    private static void ReportCount(NodeSelector selector, ConfigNode on, Scope scope, IReadOnlyList<ClusterNode> nodes)
    {
        var members = NodeChoice.Members(nodes, selector.Group);
        var free = members.Except(scope.Safety.ProtectedNodes).ToList();
        var size = NodeChoice.Size(selector, members.Count);
        var guarded = free.Count < members.Count ? $", {members.Count - free.Count} of them protected" : "";
        if (size == 0 && selector.Kind is SelectorKind.Minority)
            scope.Problems.Add(on.Place, $"a minority of {members.Count} is nobody", Written(on), "choose by role, name or random");
        else if (size > free.Count)
            scope.Problems.Add(
                on.Place, $"this asks for {size} of {members.Count} nodes ({string.Join(", ", members)}){guarded}", Written(on),
                $"choose at most {free.Count}");
    }

    private static void ReportBlastRadius(NodeSelector selector, ConfigNode on, Scope scope, IReadOnlyList<ClusterNode> nodes)
    {
        var size = NodeChoice.Size(selector, NodeChoice.Members(nodes, selector.Group).Count);
        if (scope.Safety.MaxNodes is { } max && size > max)
            scope.Problems.Add(
                on.Place, $"the fault touches {size} nodes at once and safety allows {max}", Written(on),
                "choose fewer nodes, or raise safety: maxNodes");
    }

    private static SourcePlace Place(ConfigNode on, params string[] keys) =>
        keys.Select(key => (on as ConfigMap)?.Find(key)?.Value.Place).FirstOrDefault(p => p is not null) ?? on.Place;

    private static string Written(ConfigNode on) => on switch
    {
        ConfigScalar word => word.Text,
        ConfigMap map => string.Join(", ", map.Entries.Select(e => $"{e.Key}: {Written(e.Value)}")),
        _ => $"[{string.Join(", ", ((ConfigList)on).Items.Select(Written))}]",
    };
}
