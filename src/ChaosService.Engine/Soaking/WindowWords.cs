namespace ChaosService.Engine.Soaking;

/// <summary>How windows are named in a sentence.</summary>
internal static class WindowWords
{
    private const int NamedMax = 10;

    /// <summary><c>window 3</c>, <c>windows 3, 7</c>, <c>windows 1, 2, … and 40 more</c>.</summary>
    public static string List(IReadOnlyList<int> windows)
    {
        var named = string.Join(", ", windows.Take(NamedMax));
        return $"{(windows.Count == 1 ? "window" : "windows")} "
            + $"{named}{(windows.Count > NamedMax ? $" and {windows.Count - NamedMax:#,0} more" : "")}";
    }
}
