using System.Text.Json;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Settings;

/// <summary>
/// The faults that can be switched on, by the names that a setting gives them: <c>AckBeforeQuorum</c> is ack-before-quorum.
/// </summary>
internal static class BugNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Names<RaftBugs>().Keys, .. Names<PlacementBugs>().Keys, .. Names<QueryBugs>().Keys, .. Names<WriteBugs>().Keys,
        .. Names<DiskBugs>().Keys,
    ];

    public static SeededBugs Parse(string text, List<string> errors)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names.Where(n => !All.Contains(n)))
            errors.Add($"BUGS '{name}' is no bug: there are {string.Join(", ", All)}.");
        return new(Of<RaftBugs>(names), Of<PlacementBugs>(names), Of<QueryBugs>(names), Of<WriteBugs>(names), Of<DiskBugs>(names));
    }

    private static T Of<T>(string[] names)
        where T : struct, Enum =>
        Names<T>().Where(n => names.Contains(n.Key)).Select(n => $"{n.Value}").ToList() is { Count: > 0 } bugs
            ? Enum.Parse<T>(string.Join(',', bugs))
            : default;

    private static Dictionary<string, T> Names<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => !v.Equals(default(T))).ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName($"{v}"));
}
