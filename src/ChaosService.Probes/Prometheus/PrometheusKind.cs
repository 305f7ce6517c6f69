using System.Globalization;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Probes;

namespace ChaosService.Probes.Prometheus;

/// <summary>Sends a PromQL query to a Prometheus and compares every value of the answer.</summary>
internal sealed class PrometheusKind : IProbeKind
{
    public string Name => "prometheus";

    public string Summary => "every value of a PromQL query is above or below a bound";

    public ProbeParameters? Bind(MapReader reader)
    {
        reader.Require("server", "say which Prometheus: write 'server: http://127.0.0.1:9090'");
        reader.Require("query", "write a query, such as 'query: min(up)'");
        var (server, query) = (reader.Text("server"), reader.Text("query"));
        var (above, below) = (Bound(reader, "above"), Bound(reader, "below"));
        if (server is not null && (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
        {
            reader.Problems.Add(reader.PlaceOf("server"), "'server' is not an http address", server, "write 'http://127.0.0.1:9090'");
            return null;
        }
        if (!reader.Has("above") && !reader.Has("below"))
            reader.Problems.Add(reader.Place, "the query has no bound", null, "write 'above: 0.99', 'below: 100', or both");
        if (server is null || query is null || (above ?? below) is null) return null;
        return new PrometheusParameters(server.TrimEnd('/'), query, above, below);
    }

    public IProbe Create(ProbeParameters parameters, ICluster cluster) => new PrometheusProbe((PrometheusParameters)parameters);

    private static double? Bound(MapReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        reader.Problems.Add(reader.PlaceOf(key), $"'{key}' is not a number", text, "write a number, such as 0.99");
        return null;
    }
}
