using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Contracts;

/// <summary>JSON of the API: camelCase; an unknown field is refused, not ignored.</summary>
public static class WireJson
{
    /// <summary>Options that are ready to use.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Configures other options in the same way.</summary>
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
