using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Service.Notifications.Presets;

/// <summary>
/// Bodies as other services want them: nothing that is null, names as they are written but for a capital at their beginning.
/// </summary>
internal static class PresetJson
{
    public const string ContentType = "application/json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T body) => JsonSerializer.Serialize(body, Options);

    public static Dictionary<string, string> Bearer(string token) => new() { ["Authorization"] = $"Bearer {token}" };
}
