using System.Text.Json;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Settings;

/// <summary>
/// The bugs that can be switched on, by their names in the setting: <c>AckBeforeQuorum</c> is ack-before-quorum.
/// </summary>
internal sealed class BugNames
{
    /// <summary>A flags enumeration for each part of the core.</summary>
    private static readonly Type[] Kinds =
    [
        typeof(RaftBugs), typeof(PlacementBugs), typeof(CatalogBugs), typeof(MigrationBugs), typeof(QueryBugs), typeof(WriteBugs),
        typeof(DiskBugs), typeof(ObservingBugs),
    ];

    private readonly Dictionary<Type, int> _flags = [];

    private BugNames()
    {
    }

    public static IReadOnlyDictionary<string, Enum> All { get; } = Kinds
        .SelectMany(k => Enum.GetValues(k).Cast<Enum>()).Where(b => Convert.ToInt32(b, null) != 0)
        .ToDictionary(b => JsonNamingPolicy.KebabCaseLower.ConvertName($"{b}"));

    public static BugNames Parse(string text, List<string> errors)
    {
        var found = new BugNames();
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (All.TryGetValue(name, out var bug)) found.Add(bug);
            else errors.Add($"BUGS '{name}' is no bug: there are {string.Join(", ", All.Keys)}.");
        }
        return found;
    }

    /// <summary>Those of one part, combined.</summary>
    public T Of<T>()
        where T : struct, Enum => (T)Enum.ToObject(typeof(T), _flags.GetValueOrDefault(typeof(T)));

    private void Add(Enum bug) => _flags[bug.GetType()] = _flags.GetValueOrDefault(bug.GetType()) | Convert.ToInt32(bug, null);
}
