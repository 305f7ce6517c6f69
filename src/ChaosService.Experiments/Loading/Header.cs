using System.Text.RegularExpressions;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Loading;

/// <summary>The part above <c>spec</c>: version, kind and metadata.</summary>
internal sealed partial record Header(string? Name, string? Description, IReadOnlyDictionary<string, string> Labels)
{
    public const string ApiVersion = "chaosservice/v1";
    public const string NameFix = "use a-z, 0-9 and '-', at most 63 characters";

    public static Header Read(MapReader top, string kind)
    {
        Constant(top, "apiVersion", ApiVersion, "unknown version of the format", $"write 'apiVersion: {ApiVersion}'");
        Constant(top, "kind", kind, "unknown kind of document", $"write 'kind: {DocumentKind.Experiment}' or 'kind: {DocumentKind.Suite}'");
        top.Require("metadata", "write 'metadata: { name: my-experiment }'");
        if (top.Map("metadata") is not { } metadata) return new Header(null, null, new Dictionary<string, string>());

        var header = new Header(ReadName(metadata), metadata.Text("description"), ReadLabels(metadata));
        metadata.Done();
        return header;
    }

    private static void Constant(MapReader top, string key, string expected, string message, string fix)
    {
        top.Require(key, $"write '{key}: {expected}'");
        if (top.Text(key) is { } text && text != expected) top.Problems.Add(top.PlaceOf(key), message, text, fix);
    }

    private static string? ReadName(MapReader metadata)
    {
        metadata.Require("name", "name it, such as 'name: etcd-leader-partition'");
        var name = metadata.Text("name");
        if (name is not null && !IsName(name))
            metadata.Problems.Add(metadata.PlaceOf("name"), "not a name: it becomes part of folder names", name, NameFix);
        return name;
    }

    public static bool IsName(string text) => NamePattern().IsMatch(text);

    public static Dictionary<string, string> ReadLabels(MapReader metadata)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (metadata.Map("labels") is not { } reader) return labels;
        foreach (var entry in ((ConfigMap)metadata.Node("labels")!).Entries)
            labels[entry.Key] = reader.Text(entry.Key) ?? "";
        return labels;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex NamePattern();
}
