using System.Text.Json;

namespace ChaosService.Engine.Store.Runs;

/// <summary>What a stored verdict's checks found that said invalid, as <c>check/anomaly</c>.</summary>
internal static class VerdictViolations
{
    public static IReadOnlyList<string> Of(string json)
    {
        using var verdict = JsonDocument.Parse(json);
        return verdict.RootElement.TryGetProperty("checks", out var checks) && checks.ValueKind == JsonValueKind.Array
            ? [.. checks.EnumerateArray().Where(c => Text(c, "outcome") == "invalid").SelectMany(Of).Distinct(StringComparer.Ordinal)]
            : [];
    }

    private static IEnumerable<string> Of(JsonElement check)
    {
        var name = Text(check, "check");
        List<JsonElement> findings =
            check.TryGetProperty("findings", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
        return findings.Count == 0 ? [$"{name}/invalid"] : findings.Select(f => $"{name}/{Text(f, "anomaly") ?? "invalid"}");
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
