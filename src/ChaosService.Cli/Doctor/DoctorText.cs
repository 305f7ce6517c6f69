using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Cli.Doctor;

/// <summary>The doctor's results for people and for programs.</summary>
internal static class DoctorText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static IEnumerable<string> Lines(IReadOnlyCollection<DoctorResult> results)
    {
        var width = results.Select(r => r.Name.Length).DefaultIfEmpty().Max();
        foreach (var result in results)
        {
            yield return $"{Word(result.Status),-8}  {result.Name.PadRight(width)}  {result.Detail}";
            if (result.Fix is null) continue;
            var indent = new string(' ', width + 12);
            yield return $"{indent}needed for {result.NeededFor}";
            yield return $"{indent}fix: {result.Fix}";
        }
        yield return Summary(results);
    }

    public static string Json(IEnumerable<DoctorResult> results) => JsonSerializer.Serialize(results, Options);

    private static string Summary(IReadOnlyCollection<DoctorResult> results)
    {
        var missing = results.Count(r => r.Status == DoctorStatus.Missing);
        var degraded = results.Count(r => r.Status == DoctorStatus.Degraded);
        return missing == 0
            ? $"ready{(degraded > 0 ? $", {degraded} degraded" : "")}"
            : $"not ready: {missing} missing, {degraded} degraded";
    }

    private static string Word(DoctorStatus status) => status switch
    {
        DoctorStatus.Ok => "ok",
        DoctorStatus.Degraded => "degraded",
        _ => "missing",
    };
}
