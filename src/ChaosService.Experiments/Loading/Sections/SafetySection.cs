using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>safety:</c>.</summary>
internal static class SafetySection
{
    public static SafetyLimits Read(MapReader spec, TargetSpec? target)
    {
        if (spec.Map("safety") is not { } safety) return new SafetyLimits();
        var maxNodes = safety.Integer("maxNodes", 1, 1000);
        var names = safety.Texts("protected") ?? [];
        safety.Done();

        var nodes = target?.Definition.Nodes.Select(n => n.Name).ToList() ?? [];
        foreach (var name in names.Where(n => nodes.Count > 0 && !nodes.Contains(n.Text)))
            spec.Problems.Add(
                name.Place, "the target has no such node", name.Text,
                $"known: {string.Join(", ", nodes)}{MapReader.Nearest(name.Text, nodes)}");
        return new SafetyLimits((int?)maxNodes, [.. names.Select(n => n.Text)]);
    }
}
