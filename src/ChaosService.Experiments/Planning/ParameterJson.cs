using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Planning;

/// <summary>A kind's parameter record as JSON: by its run-time type, in declaration order, durations with units, enums as words.</summary>
internal static class ParameterJson
{
    /// <summary>Plans are files and terminal output, never HTML: names such as <c>&lt;leader&gt;</c> stay readable.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = Encoder,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutIgnored } },
        Converters = { new DurationConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static JsonNode? Node(object parameters) => JsonSerializer.SerializeToNode(parameters, parameters.GetType(), Options);

    /// <summary>One line without unset values; empty without parameters.</summary>
    public static string Line(object parameters)
    {
        var set = Node(parameters) is JsonObject map ? map.Where(p => p.Value is not null).Select(p => $"{p.Key}: {Text(p.Value!)}") : [];
        return string.Join(", ", set);
    }

    /// <summary>The serializer ignores a <c>[JsonIgnore]</c> on the base record's property once it is overridden.</summary>
    private static void LeaveOutIgnored(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].AttributeProvider is PropertyInfo property
                && Attribute.IsDefined(property, typeof(JsonIgnoreAttribute), inherit: true))
                type.Properties.RemoveAt(i);
    }

    private static string Text(JsonNode value) => value switch
    {
        JsonObject map => $"{{{string.Join(", ", map.Where(p => p.Value is not null).Select(p => $"{p.Key}: {Text(p.Value!)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(item => item is null ? "null" : Text(item)))}]",
        _ => value.ToString(),
    };

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Plans are written, never read: the experiment and the seed make them again.");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Quantity.Format(value));
    }
}
