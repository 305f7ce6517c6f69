using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChaosService.Model.Configuration;

namespace ChaosService.Engine.Reporting.Results;

/// <summary>
/// <c>results.json</c>: camelCase, enums in lower case, durations with their unit (<c>1.5s</c>), times in ns, properties in the order
/// of the model, so that two results compare line by line.
/// </summary>
public static class ResultsJson
{
    private static readonly JsonSerializerOptions Compact = Options(indented: false);
    internal static readonly JsonSerializerOptions Indented = Options(indented: true);

    public static string Write(ReportModel model) => JsonSerializer.Serialize(model, Indented) + "\n";

    /// <exception cref="InvalidDataException">It is not a results file, or one of another format; the message says where and what to
    /// do.</exception>
    public static ReportModel Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var model = JsonSerializer.Deserialize<ReportModel>(file, Indented) ?? throw Bad(path, "it holds null", null);
            return model.Format == ReportModel.CurrentFormat ? model : throw Bad(
                path, $"its format is '{model.Format}', not '{ReportModel.CurrentFormat}'", null);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $"line {line + 1}, column {e.BytePositionInLine + 1}, {e.Path}: " : "";
            throw Bad(path, $"{place}{e.Message.Split(" Path: ")[0].TrimEnd('.')}", e);
        }
    }

    /// <summary>On one line, for files that grow.</summary>
    internal static string Line<T>(T value) => JsonSerializer.Serialize(value, Compact);

    /// <exception cref="JsonException">It is not such a line, or only a part of one.</exception>
    internal static T ReadLine<T>(string line) => JsonSerializer.Deserialize<T>(line, Compact) ?? throw new JsonException("null");

    /// <summary>A kind's own record by its run-time type: its properties and nothing of the abstract record it derives from.</summary>
    internal static JsonElement Plain(object parameters) => JsonSerializer.SerializeToElement(parameters, parameters.GetType(), Compact);

    /// <summary>On one line, and with <c>&lt;</c> escaped: can be put inside a script element.</summary>
    internal static string Embed<T>(T value) => JsonSerializer.Serialize(value, Compact).Replace("<", "\\u003c", StringComparison.Ordinal);

    private static InvalidDataException Bad(string path, string why, Exception? inner) => new(
        $"{path} is not the results of a run: {why}. It is written by 'chaosctl run'; 'chaosctl check' makes a new verdict from the "
            + $"history beside it.", inner);

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // In the file null is said; in a page of thousands of ops it only costs.
        DefaultIgnoreCondition = indented ? JsonIgnoreCondition.Never : JsonIgnoreCondition.WhenWritingNull,
        // A ratio of nothing is NaN; a report must say so instead of failing to be written.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDerived } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DurationConverter() },
    };

    /// <summary>What is computed from other properties is not part of the file.</summary>
    private static void LeaveOutDerived(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].Set is null && type.Properties[i].AssociatedParameter is null)
                type.Properties.RemoveAt(i);
    }

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Quantity.TryDuration(reader.GetString()!, out var value)
                ? value
                : throw new JsonException($"a duration is missing: {Quantity.DurationFix}");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Quantity.Format(value));
    }
}
