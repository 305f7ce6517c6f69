using System.Text.Json;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Host.Settings;

/// <summary>
/// The faults that can be switched on, by the names that a setting gives them: <c>AckBeforeQuorum</c> is ack-before-quorum.
/// </summary>
internal static class BugNames
{
    public static IReadOnlyList<string> All { get; } = [.. Names<RaftBugs>().Keys, .. Names<PlacementBugs>().Keys];

    public static (RaftBugs Raft, PlacementBugs Placement) Parse(string text, List<string> errors)
    {
        var (raft, placement) = (RaftBugs.None, PlacementBugs.None);
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Names<RaftBugs>().TryGetValue(name, out var ofRaft)) raft |= ofRaft;
            else if (Names<PlacementBugs>().TryGetValue(name, out var ofPlacement)) placement |= ofPlacement;
            else errors.Add($"BUGS '{name}' is no bug: there are {string.Join(", ", All)}.");
        }
        return (raft, placement);
    }

    private static Dictionary<string, T> Names<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => !v.Equals(default(T))).ToDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName($"{v}"));
}
