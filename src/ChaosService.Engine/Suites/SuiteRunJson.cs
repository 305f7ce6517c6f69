using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Model.Suites;

namespace ChaosService.Engine.Suites;

/// <summary>A suite's run as it is stored, and as <c>suite.json</c> holds it.</summary>
public static class SuiteRunJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>With the merged verdict and its reason, which a reader need not merge again.</summary>
    public static string Write(SuiteRun run) => JsonSerializer.Serialize(run, Options);

    public static SuiteRun Read(string json) =>
        JsonSerializer.Deserialize<SuiteRun>(json, Options) ?? throw new JsonException("there is no run in it");
}
