using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Loading;

/// <summary>The kinds of documents, by the names used in <c>kind:</c>.</summary>
public static class DocumentKind
{
    public const string Experiment = "Experiment";
    public const string Suite = "Suite";

    /// <summary>
    /// The document, if it is meant to be of this kind; otherwise null with one problem: a list of unknown keys would not help.
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

    /// <summary>Whether it is meant to be one of our documents, valid or not.</summary>
    internal static bool IsOurs(ConfigMap root) =>
        root.Find("spec") is not null
        || root.Find("kind")?.Value is ConfigScalar { Text: Experiment or Suite }
        || root.Find("apiVersion")?.Value is ConfigScalar { Text: Header.ApiVersion };

    private static string Article(string kind) => kind == Experiment ? "an experiment" : "a suite";
}
