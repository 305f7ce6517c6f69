using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine;

/// <summary>The body of a refusal: <c>{"message":"…"}</c>.</summary>
internal sealed record EngineError(string Message)
{
    /// <summary>The engine's message; a body that is not the engine's (a proxy's page) is returned unchanged.</summary>
    public static string Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, EngineErrorJson.Default.EngineError)?.Message ?? body;
        }
        catch (JsonException)
        {
            return body.Trim();
        }
    }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(EngineError))]
internal sealed partial class EngineErrorJson : JsonSerializerContext;
