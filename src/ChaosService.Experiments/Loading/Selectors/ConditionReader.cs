using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Faults;

namespace ChaosService.Experiments.Loading.Selectors;

/// <summary>Reads <c>when:</c>, the role that some node must have for a fault to begin.</summary>
internal static class ConditionReader
{
    private const string Fix = "write 'when: { role: leader }', or { name: etcd1, role: leader }";

    /// <summary>Null when there is none, or it is unusable.</summary>
    public static RoleCondition? Read(MapReader fault, NodeSelector? on, Scope scope)
    {
        if (fault.Map("when") is not { } reader) return null;
        reader.Require("role", Fix);
        var (role, node) = (reader.Text("role"), reader.Text("name"));
        reader.Done();
        if (role is null || scope.Target is null) return null;
        if (!SelectorRules.KnowsRole(role, reader.PlaceOf("role"), scope, "leave 'when' out")) return null;
        if (node is null && on?.Kind == SelectorKind.Role)
            return Refuse(
                "role", "'on' has chosen by role already", role, "name the node that must have it: when: { name: etcd1, role: … }");
        if (node is not null && scope.Nodes is { } nodes && nodes.Called(node).Count == 0)
            return Refuse("name", "the target has no such node", node, $"known: {string.Join(", ", nodes.Select(n => n.Name))}");
        return new(role, node);

        RoleCondition? Refuse(string key, string message, string value, string fix)
        {
            scope.Problems.Add(reader.PlaceOf(key), message, value, fix);
            return null;
        }
    }
}
