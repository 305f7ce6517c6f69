namespace ChaosService.Faults.Network.Trains;

/// <summary>Of too many links some that speak for all: at even distances, so that each sender is among them.</summary>
internal static class LinkSample
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> links, int max) =>
        links.Count <= max ? links : [.. Enumerable.Range(0, max).Select(i => links[(int)((long)i * links.Count / max)])];
}
