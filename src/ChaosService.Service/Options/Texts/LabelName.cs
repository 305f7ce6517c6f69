namespace ChaosService.Service.Options.Texts;

/// <summary>Names of labels that Loki takes, and that it does not keep for itself.</summary>
internal static class LabelName
{
    public static bool IsOne(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && !name.StartsWith("__", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
