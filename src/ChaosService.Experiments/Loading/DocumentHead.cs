using ChaosService.Experiments.Yaml;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Loading;

/// <summary>
/// A document's own identification, read without its spec: enough to select it, and available even when its spec is wrong.
/// </summary>
/// <param name="Kind">As written; null when the document is not one of ours, or gives no kind.</param>
/// <param name="Name">Null when the document gives no name.</param>
public sealed record DocumentHead(string? Kind, string? Name, IReadOnlyDictionary<string, string> Labels)
{
    private static readonly DocumentHead None = new(null, null, new Dictionary<string, string>());

    public bool IsSuite => Kind == DocumentKind.Suite;

    public bool IsExperiment => Kind == DocumentKind.Experiment;

    /// <param name="path">As written by the user, and as shown in problems.</param>
    /// <param name="problems">Receives the reason when the file cannot be read or is not YAML; the document's content is not
    /// validated.</param>
    public static DocumentHead Load(string path, Problems problems) =>
        TextFile.Read(path, problems) is { } text ? Of(path, text, problems) : None;

    /// <summary>The same for a text that is not a file, and whose content may be anything.</summary>
    public static DocumentHead Of(string text) => Of("document", text, []);

    private static DocumentHead Of(string name, string text, Problems problems)
    {
        if (YamlTree.Parse(name, text, problems) is not ConfigMap root || !DocumentKind.IsOurs(root)) return None;
        var ignored = new Problems();
        var top = new MapReader(root, ignored);
        var metadata = top.Map("metadata");
        return new DocumentHead(top.Text("kind"), metadata?.Text("name"), metadata is null ? None.Labels : Header.ReadLabels(metadata));
    }
}
