using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Cli.Common;

/// <summary>The format of <c>--json</c>: indented, camelCase, enums as words, characters unescaped.</summary>
internal static class ConsoleJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options) + "\n";

    public static void Print<T>(T value) => System.Console.Out.Write(Text(value));
}
