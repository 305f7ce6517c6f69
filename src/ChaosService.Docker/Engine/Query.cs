using System.Text.Json;

namespace ChaosService.Docker.Engine;

/// <summary>Builds query strings.</summary>
internal static class Query
{
    /// <summary><c>?a=1&amp;b=2</c> without the parameters that are null; empty when none is left.</summary>
    public static string Of(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var set = parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return set.Count == 0 ? "" : "?" + string.Join('&', set);
    }

    public static string? Filters(IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        filters.Count == 0 ? null : JsonSerializer.Serialize(filters, DockerJson.Default.IReadOnlyDictionaryStringIReadOnlyListString);

    public static string? Flag(bool set) => set ? "true" : null;
}
