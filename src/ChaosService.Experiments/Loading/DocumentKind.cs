using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Loading;

/// <summary>The kinds of documents there are, as <c>kind:</c> names them.</summary>
public static class DocumentKind
{
    public const string Experiment = "Experiment";
    public const string Suite = "Suite";

    /// <summary>
    /// The document, when it is meant to be of this kind; null with one problem when it is not: a list of unknown keys would not help.
    /// </summary>
    internal static ConfigMap? Require(ConfigNode tree, string kind, Problems problems)
    {
        var root = tree as ConfigMap;
        var written = root?.Find("kind")?.Value as ConfigScalar;
        if (root is null || !IsOurs(root))
            problems.Add(
                tree.Place, $"this is not {Article(kind)}", null, $"start with 'apiVersion: {Header.ApiVersion}' and 'kind: {kind}'");
        else if (written?.Text is Experiment or Suite && written.Text != kind)
            problems.Add(
                written.Place, $"this is {Article(written.Text)}, not {Article(kind)}", written.Text,
                $"give {Article(kind)} here, or this file to what takes {Article(written.Text)}");
        else
            return root;
        return null;
    }

    /// <summary>Is it meant to be one of our documents, right or wrong?</summary>
    internal static bool IsOurs(ConfigMap root) =>
        root.Find("spec") is not null
        || root.Find("kind")?.Value is ConfigScalar { Text: Experiment or Suite }
        || root.Find("apiVersion")?.Value is ConfigScalar { Text: Header.ApiVersion };

    private static string Article(string kind) => kind == Experiment ? "an experiment" : "a suite";
}
