namespace ChaosService.Architecture.Tests.Folders;

/// <summary>Folders that need each other in a circle: none of them can be read, or changed, without the others.</summary>
internal static class Cycles
{
    /// <summary>A line for each pair of neighbours on a circle.</summary>
    public static IEnumerable<string> In(IReadOnlyCollection<FolderUse> uses)
    {
        var next = uses.ToLookup(u => u.From, u => u.To, StringComparer.Ordinal);
        var reach = next.Select(g => g.Key).ToDictionary(f => f, f => From(f, next), StringComparer.Ordinal);
        return uses.Where(u => reach.TryGetValue(u.To, out var back) && back.Contains(u.From))
            .GroupBy(u => (u.From, u.To))
            .Select(g => $"{g.Key.From} -> {g.Key.To}: {string.Join(", ", g.Select(u => u.Why).Take(3))}")
            .Order(StringComparer.Ordinal);
    }

    private static HashSet<string> From(string folder, ILookup<string, string> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var ahead = new Stack<string>(next[folder]);
        while (ahead.TryPop(out var at))
            if (reached.Add(at))
                foreach (var to in next[at]) ahead.Push(to);
        return reached;
    }
}
