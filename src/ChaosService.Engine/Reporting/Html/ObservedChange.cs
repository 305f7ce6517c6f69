using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>
/// The difference between a value and the previous one, in words. An observation repeats everything that has not changed.
/// </summary>
internal static class ObservedChange
{
    private const int PartsMax = 4;

    public static string Of(OpValue before, OpValue now)
    {
        List<string> parts = [.. Parts(before, now)];
        return string.Join("; ", parts.Take(PartsMax)) + (parts.Count > PartsMax ? $"; and {parts.Count - PartsMax} more" : "");
    }

    private static IEnumerable<string> Parts(OpValue before, OpValue now)
    {
        if (now.Kind == OpValueKind.None) return ["no answer"];
        if (now.Fields is { } fields) return fields.Where(f => f.Value != before.Field(f.Name)).SelectMany(f => Named(f, before));
        if (now.Elements is not { } elements) return [now.ToString()];
        var known = before.Elements ?? [];
        List<string> added = [.. elements.Except(known).Select(e => e.ToString())];
        return elements.Length < known.Length ? [.. added, $"{known.Length - elements.Length} fewer than before"] : added;
    }

    private static IEnumerable<string> Named(OpField field, OpValue before) =>
        field.Value.Kind == OpValueKind.Array
            ? Parts(before.Field(field.Name), field.Value).Select(p => $"{field.Name} {p}")
            : [$"{field.Name} {field.Value}"];
}
