using ChaosService.Experiments.Yaml;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Loading;

/// <summary>
/// What a document says it is, read without looking at its spec: enough to choose it, and there even when its spec is wrong.
/// </summary>
/// <param name="Kind">As written; null when the document is none of ours, or does not say.</param>
/// <param name="Name">Null when the document does not say.</param>
public sealed record DocumentHead(string? Kind, string? Name, IReadOnlyDictionary<string, string> Labels)
{
    private static readonly DocumentHead None = new(null, null, new Dictionary<string, string>());

    public bool IsSuite => Kind == DocumentKind.Suite;

    public bool IsExperiment => Kind == DocumentKind.Experiment;

    /// <param name="path">As the user wrote it; problems show it like that.</param>
    /// <param name="problems">Gets why the file cannot be read, or that it is not YAML; what the document says is not judged.</param>
    public static DocumentHead Load(string path, Problems problems) =>
        TextFile.Read(path, problems) is { } text ? Of(path, text, problems) : None;

    /// <summary>The same for a text that is no file, and that may be anything.</summary>
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
