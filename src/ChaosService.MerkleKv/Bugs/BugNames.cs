using System.Text.Json;

namespace ChaosService.MerkleKv.Bugs;

/// <summary>The bugs by their names in the setting: <c>NoTieBreak</c> is no-tie-break.</summary>
internal static class BugNames
{
    public static IReadOnlyDictionary<string, SeededBugs> All { get; } = Enum.GetValues<SeededBugs>().Where(b => b != SeededBugs.None)
        .ToDictionary(b => JsonNamingPolicy.KebabCaseLower.ConvertName($"{b}"), StringComparer.Ordinal);

    public static SeededBugs Parse(string text, List<string> errors)
    {
        var bugs = SeededBugs.None;
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (All.TryGetValue(name, out var bug)) bugs |= bug;
            else errors.Add($"BUGS '{name}' is no bug: there are {string.Join(", ", All.Keys)}.");
        }
        return bugs;
    }
}
