namespace ChaosService.MerkleKv.Settings;

/// <summary>
/// The part of TOML that a configuration needs: <c>name = value</c> with strings, numbers and booleans, sections, comments. Names of
/// the section <c>[replication]</c> stand beside the others, except <c>enabled</c>, which is <c>replication</c>.
/// </summary>
internal static class TomlFile
{
    public static Dictionary<string, string?> Parse(string text, List<string> errors)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var (section, number) = ("", 0);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = WithoutComment(raw).Trim();
            if (line.Length == 0) continue;
            if (line is ['[', .. var name, ']']) section = name.Trim();
            else if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, { Length: > 0 } value])
                values[NameOf(section, key)] = Unquoted(value);
            else errors.Add($"CONFIG line {number} '{line}': give name = value or [section].");
        }
        return values;
    }

    private static string NameOf(string section, string key) => (section, key) switch
    {
        ("replication", "enabled") => "replication",
        ("" or "replication", _) => key,
        _ => $"{section}.{key}",
    };

    private static string Unquoted(string value) =>
        value is [var first and ('"' or '\''), .. var text, var last] && first == last ? text : value;

    private static string WithoutComment(string line)
    {
        char? quote = null;
        for (var at = 0; at < line.Length; at++)
        {
            if (quote is null && line[at] == '#') return line[..at];
            if (line[at] is '"' or '\'') quote = quote is null ? line[at] : quote == line[at] ? null : quote;
        }
        return line;
    }
}
