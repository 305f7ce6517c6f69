using System.Text.RegularExpressions;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Overrides;

/// <summary>
/// One <c>--set path=value</c>: replaces a value of the file, adds it, or, when the value is <c>null</c>, removes it. The path consists of
/// keys and 0-based list positions: <c>spec.load[0].rate=100/s</c>. The value is YAML: <c>spec.faults[0].on={role: leader}</c>.
/// </summary>
/// <param name="Path">The left side as written.</param>
/// <param name="Value">The right side as written.</param>
public sealed partial record Override(string Path, string Value)
{
    private const string Fix = "write path=value, such as spec.duration=30s or spec.load[0].rate=100/s";

    /// <summary>Splits <c>path=value</c>; null with a problem when it does not have that form.</summary>
    public static Override? Parse(string text, Problems problems)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && IsPath(text[..equals])) return new Override(text[..equals], text[(equals + 1)..]);
        problems.Add(new SourcePlace("--set", 1, 1), "this is not an override", text, Fix);
        return null;
    }

    /// <summary>Whether it is valid to the left of the <c>=</c>.</summary>
    internal static bool IsPath(string text) => PathPattern().IsMatch(text);

    /// <summary>Identified by the path, because a command line has no lines; columns count within the argument.</summary>
    internal SourcePlace Place => new($"--set {Path}", 1, 1);

    /// <summary>A string is a key, an int a position.</summary>
    internal IReadOnlyList<object> Steps =>
        [.. StepPattern().Matches(Path)
            .Select(m => m.Groups["index"] is { Success: true } i ? (object)int.Parse(i.Value) : m.Groups["key"].Value)];

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\[\d{1,6}\])*(\.[A-Za-z0-9_-]+(\[\d{1,6}\])*)*$")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"\[(?<index>\d{1,6})\]|(?<key>[A-Za-z0-9_-]+)")]
    private static partial Regex StepPattern();
}
