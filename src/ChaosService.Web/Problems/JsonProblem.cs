using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Service.Replies;

namespace ChaosService.Web.Problems;

/// <summary>The problem with a JSON body, by its field and value.</summary>
internal static class JsonProblem
{
    public static RefusedException Of(JsonException e, string body, Type type)
    {
        if (!TryParse(body, out var root))
            return RefusedException.BadInput($"the body is not JSON{Place(e)}", "body", body, "send one JSON object");
        using (root)
        {
            var field = e.Path is { Length: > 0 } path ? path : "$";
            var names = Names(type);
            if (root.RootElement.ValueKind != JsonValueKind.Object)
                return RefusedException.BadInput("the body is not a JSON object", "$", body, Known(type));
            foreach (var property in root.RootElement.EnumerateObject())
                if (!names.Contains(property.Name))
                    return RefusedException.BadInput("unknown field", $"$.{property.Name}", property.Value.GetRawText(), Known(type));
            var first = field.TrimStart('$', '.').Split('.', '[')[0];
            if (first.Length == 0)
                return RefusedException.BadInput("a field that is required is missing, or one stands twice", field, null, Known(type));
            var value = root.RootElement.TryGetProperty(first, out var found) ? found.GetRawText() : null;
            return RefusedException.BadInput("wrong type", field, value, $"write {Shape(type, first)}");
        }
    }

    public static string Known(Type type) => $"known fields: {string.Join(", ", Names(type))}";

    private static bool TryParse(string body, out JsonDocument root)
    {
        try
        {
            root = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WireJson.Options.MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            root = null!;
            return false;
        }
    }

    private static List<string> Names(Type type) => [.. type.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    private static string Shape(Type type, string field)
    {
        var property = type.GetProperties().First(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == field).PropertyType;
        property = Nullable.GetUnderlyingType(property) ?? property;
        return property == typeof(string) ? "a string"
            : property == typeof(long) ? "a whole number"
            : property == typeof(bool) ? "true or false"
            : "a list of strings";
    }

    private static string Place(JsonException e) => e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1})" : "";
}
