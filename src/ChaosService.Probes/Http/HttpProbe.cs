using ChaosService.Model.Clusters;
using ChaosService.Model.Probes;
using ChaosService.Probes.Asking;

namespace ChaosService.Probes.Http;

internal sealed class HttpProbe(HttpParameters parameters, ICluster cluster) : IProbe
{
    private readonly HttpClient _client = WebClient.Create();
    private readonly NodePort _at = new(parameters.Node, parameters.Port);

    public async Task<ProbeAnswer> AskAsync(CancellationToken limit)
    {
        var question = $"GET http://{_at}{parameters.Path}";
        if (_at.In(cluster) is not { } address) return new(false, $"{parameters.Node} does not run");
        try
        {
            using var response = await _client.GetAsync(new Uri($"http://{address}{parameters.Path}"), limit);
            var status = (int)response.StatusCode;
            if (status != parameters.Status) return new(false, $"{question} answered {status}, not {parameters.Status}");
            if (parameters.Body is not { } wanted) return new(true, $"{question} answered {status}");
            var found = (await response.Content.ReadAsStringAsync(limit)).Contains(wanted, StringComparison.Ordinal);
            return new(found, $"{question} answered {status} {(found ? "with" : "without")} '{wanted}'");
        }
        catch (HttpRequestException e)
        {
            return new(false, $"{question}: {WebClient.Why(e)}");
        }
    }

    public void Dispose() => _client.Dispose();
}
