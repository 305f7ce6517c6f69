using System.Globalization;
using System.Text.Json;
using ChaosService.Model.Probes;
using ChaosService.Probes.Asking;

namespace ChaosService.Probes.Prometheus;

/// <summary>An answer without values does not meet the expectation: there is nothing to compare.</summary>
internal sealed class PrometheusProbe(PrometheusParameters parameters) : IProbe
{
    private readonly HttpClient _client = WebClient.Create();
    private readonly Uri _address = new($"{parameters.Server}/api/v1/query?query={Uri.EscapeDataString(parameters.Query)}");

    public async Task<ProbeAnswer> AskAsync(CancellationToken limit)
    {
        try
        {
            using var response = await _client.GetAsync(_address, limit);
            return Judge(await response.Content.ReadAsStringAsync(limit));
        }
        catch (HttpRequestException e)
        {
            return new(false, $"{parameters.Server}: {WebClient.Why(e)}");
        }
    }

    public void Dispose() => _client.Dispose();

    internal ProbeAnswer Judge(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.GetProperty("status").GetString() != "success")
                return new(false, $"{parameters.Query}: {root.GetProperty("error").GetString()}");
            double[] values = [.. Values(root.GetProperty("data"))];
            if (values.Length == 0) return new(false, $"{parameters.Query} has no value");
            foreach (var value in values)
                if (!IsWithin(value)) return new(false, $"{parameters.Query} is {Number(value)}, not {Bounds}");
            return new(true, $"{parameters.Query} is {Number(values[0])}{(values.Length > 1 ? $" and {values.Length - 1} more" : "")}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new(false, $"{parameters.Server} does not answer as a Prometheus does");
        }
    }

    /// <summary>NaN is within no bounds.</summary>
    private bool IsWithin(double value) =>
        value > (parameters.Above ?? double.NegativeInfinity) && value < (parameters.Below ?? double.PositiveInfinity);

    private string Bounds =>
        (parameters.Above, parameters.Below) switch
        {
            ({ } above, { } below) => $"above {Number(above)} and below {Number(below)}",
            ({ } above, _) => $"above {Number(above)}",
            (_, var below) => $"below {Number(below!.Value)}",
        };

    /// <summary>The values of an instant vector, or the single one of a scalar.</summary>
    private static IEnumerable<double> Values(JsonElement data) => data.GetProperty("resultType").GetString() switch
    {
        "vector" => data.GetProperty("result").EnumerateArray().Select(s => Value(s.GetProperty("value"))),
        "scalar" => [Value(data.GetProperty("result"))],
        _ => [],
    };

    /// <summary>A pair of a time and a number as a string.</summary>
    private static double Value(JsonElement pair) =>
        double.TryParse(pair[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
