using System.Net.Http.Json;
using System.Text.Json;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>Registers a node in the catalog of a cluster that it has not joined yet, through the seeds that it was given.</summary>
internal sealed class SeedClient(NodeSettings settings) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = settings.RequestLimit };
    private int _tries;

    /// <returns>A seed's answer; 503 when it does not answer. The next call goes to the next seed.</returns>
    public async Task<Answer> AddAsync(Peer self, CancellationToken cancellation)
    {
        var seed = settings.Seeds[_tries++ % settings.Seeds.Count];
        var node = new { id = self.Id, rpc_address = self.RpcAddress, http_address = self.HttpAddress, status = NodeStatus.Active };
        try
        {
            using var response = await _http.PostAsJsonAsync($"http://{seed}/api/v3/cluster/nodes", node, cancellation);
            var status = (int)response.StatusCode;
            if (status == 409 && await OwnerAsync(seed, self.Id, cancellation) == self.RpcAddress) return new(201);
            if (response.IsSuccessStatusCode) return new(status);
            return new(status, $"seed {seed}: {await response.Content.ReadAsStringAsync(cancellation)}");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(503, $"seed {seed}: {error.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>We may be registered already: the answer was lost, or the disk with our record of it.</summary>
    private async Task<string?> OwnerAsync(string seed, uint id, CancellationToken cancellation)
    {
        using var nodes = JsonDocument.Parse(await _http.GetStringAsync($"http://{seed}/api/v3/cluster/nodes", cancellation));
        var owner = nodes.RootElement.EnumerateArray().FirstOrDefault(n => n.GetProperty("id").GetUInt32() == id);
        return owner.ValueKind == JsonValueKind.Object ? owner.GetProperty("rpc_address").GetString() : null;
    }
}
