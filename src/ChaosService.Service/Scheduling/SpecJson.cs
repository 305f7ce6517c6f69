using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Model.Experiments;

namespace ChaosService.Service.Scheduling;

/// <summary>A spec as it is stored: the same spec is the same text.</summary>
internal static class SpecJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Write(ScheduleSpec spec) => JsonSerializer.Serialize(spec, Options);

    public static ScheduleSpec Read(string json) => JsonSerializer.Deserialize<ScheduleSpec>(json, Options)!;
}
