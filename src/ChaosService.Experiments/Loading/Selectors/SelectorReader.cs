using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Selectors;

/// <summary>Reads <c>on:</c>, the nodes of a fault.</summary>
internal static class SelectorReader
{
    private const string Fix =
        "write one of: on: { role: leader }, { name: n1 }, { names: [n1, n2] }, { random: 1 }, minority, majority, all";
    private const int NodesMax = 1000;

    private static readonly string[] Forms = ["name", "names", "role", "random", "minority", "majority", "all"];

    public static NodeSelector? Read(MapReader fault, Scope scope)
    {
        var node = fault.Node("on");
        var selector = node switch
        {
            null => Refuse(fault.Place, "'on' is missing", null),
            ConfigScalar word => Word(word),
            ConfigMap map => Form(map),
            _ => Refuse(node.Place, "'on' must be a word or a map", "[…]"),
        };
        if (selector is not null) SelectorRules.Report(selector, node!, scope);
        return selector;

        NodeSelector? Word(ConfigScalar word) => word.Text switch
        {
            "minority" => new NodeSelector(SelectorKind.Minority, []),
            "majority" => new NodeSelector(SelectorKind.Majority, []),
            "all" => new NodeSelector(SelectorKind.All, []),
            _ => Refuse(word.Place, "'on' has no such word", word.Text),
        };

        NodeSelector? Form(ConfigMap map)
        {
            var reader = new MapReader(map, scope.Problems);
            foreach (var form in Forms) reader.Node(form);
            var forms = Forms.Where(reader.Has).ToList();
            var result = forms.Count == 1
                ? Named(reader, forms[0])
                : Refuse(map.Place, "'on' must choose in exactly one way", forms.Count == 0 ? null : string.Join(", ", forms));
            reader.Done();
            return result;
        }

        NodeSelector? Refuse(SourcePlace place, string message, string? value)
        {
            scope.Problems.Add(place, message, value, Fix);
            return null;
        }
    }

    private static NodeSelector? Named(MapReader on, string form)
    {
        if (form is "name" or "names")
            return on.Texts(form) is { Count: > 0 } names
                ? new NodeSelector(SelectorKind.Names, [.. names.Select(n => n.Text)])
                : NoNames(on, form);
        var group = on.Text("group");
        switch (form)
        {
            case "role":
                var count = (int)(on.Integer("count", 1, NodesMax) ?? 0);
                return on.Text("role") is { } role ? new NodeSelector(SelectorKind.Role, [], role, count, group) : null;
            case "random":
                return on.Integer("random", 1, NodesMax) is { } n ? new NodeSelector(
                    SelectorKind.Random, [], Count: (int)n, Group: group) : null;
            default:
                var kind = form switch { "minority" => SelectorKind.Minority, "majority" => SelectorKind.Majority, _ => SelectorKind.All };
                return IsTrue(on, form) ? new NodeSelector(kind, [], Group: group) : null;
        }
    }

    private static NodeSelector? NoNames(MapReader on, string form)
    {
        if (on.Node(form) is ConfigList { Items.Count: 0 }) on.Problems.Add(on.PlaceOf(form), $"'{form}' names no node", "[]", Fix);
        return null;
    }

    private static bool IsTrue(MapReader on, string form)
    {
        var flag = on.Flag(form);
        if (flag == false) on.Problems.Add(on.PlaceOf(form), $"'{form}: false' chooses nothing", "false", Fix);
        return flag == true;
    }
}
