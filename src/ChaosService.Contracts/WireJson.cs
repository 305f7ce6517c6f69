using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Contracts;

/// <summary>JSON of the API: camelCase; a field that nobody knows is refused, not passed over.</summary>
public static class WireJson
{
    /// <summary>Ready for use.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Makes other options such.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.PropertyNameCaseInsensitive = false;
        options.MaxDepth = 16;
        // The page never puts this JSON into HTML without its own escaping; people read it in a terminal.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}
