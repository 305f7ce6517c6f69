using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ChaosService.Model.Clusters;
using ChaosService.Model.Recovery;

namespace ChaosService.Engine.Addresses;

/// <summary>Targets that are servers at addresses. They are neither started nor stopped; every other target is for the next one.</summary>
/// <param name="locks">A directory for the locks of addresses in use.</param>
/// <param name="containers">Brings up the targets that are containers.</param>
public sealed class AddressProvider(string locks, IClusterProvider containers) : IClusterProvider
{
    private readonly ConcurrentDictionary<ICluster, AddressLock> _taken = new();

    /// <summary>That of the targets that have an undo.</summary>
    public string Name => containers.Name;

    public RevertRecipe? RecipeFor(ClusterRequest request) => request.Definition.IsByAddress ? null : containers.RecipeFor(request);

    public async Task<ICluster> UpAsync(ClusterRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (!request.Definition.IsByAddress) return await containers.UpAsync(request, progress, cancellationToken);
        progress.Report($"using the servers at {request.Project}, of whose logs and processes nothing is seen");
        var endPoints = new Dictionary<string, IPEndPoint>(StringComparer.Ordinal);
        foreach (var node in request.Definition.Nodes) endPoints[node.Name] = await ResolveAsync(node.Address!, cancellationToken);
        if (endPoints.Values.GroupBy(e => e).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ClusterUnavailableException($"Two addresses of the target are the same server, {same.Key}; list it once.");
        var taken = AddressLock.Take(locks, endPoints.Values);
        var cluster = new AddressCluster(request.Project, request.Definition, endPoints);
        _taken[cluster] = taken;
        return cluster;
    }

    public Task DownAsync(ICluster cluster, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (!cluster.Definition.IsByAddress) return containers.DownAsync(cluster, progress, cancellationToken);
        if (_taken.TryRemove(cluster, out var taken)) taken.Dispose();
        return Task.CompletedTask;
    }

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        containers.RevertLeftoverAsync(recipe, cancellationToken);

    /// <summary>Once, at the start: a name that changes its meaning within a run would be another server.</summary>
    private static async Task<IPEndPoint> ResolveAsync(string address, CancellationToken cancellationToken)
    {
        var colon = address.LastIndexOf(':');
        var host = address[..colon].Trim('[', ']');
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return new IPEndPoint(
                found.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First(), int.Parse(address[(colon + 1)..], null));
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            throw new ClusterUnavailableException($"The host '{host}' of the target has no address: {e.Message}", e);
        }
    }
}
