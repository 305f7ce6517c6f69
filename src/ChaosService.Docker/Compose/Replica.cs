using System.Text.RegularExpressions;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Compose;

/// <summary>
/// A container in compose's numbering: its service, and its number among the service's containers, which need not begin with 1.
/// </summary>
internal sealed partial record Replica(string Service, int Number)
{
    /// <summary>Null for a container that compose did not create.</summary>
    public static Replica? Of(IDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(ComposeLabels.Service, out var service)
            ? new(service, labels.TryGetValue(ComposeLabels.Number, out var text) && int.TryParse(text, out var number) ? number : 1)
            : null;

    /// <summary>Reads <c>member-2</c>; null for a name of another form.</summary>
    public static Replica? Parse(string name) =>
        Form().Match(name) is { Success: true } match && int.TryParse(match.Groups[2].Value, out var number)
            ? new(match.Groups[1].Value, number)
            : null;

    public bool IsOf(ClusterNode node) => node.Service == Service && (node.Number is null || node.Number == Number);

    /// <summary>The node that consists of this container only: <c>member-2</c>.</summary>
    public ClusterNode AsNode(string group) => new($"{Service}-{Number}", group) { Service = Service, Number = Number };

    [GeneratedRegex("^(.+)-([1-9][0-9]*)$")]
    private static partial Regex Form();
}
