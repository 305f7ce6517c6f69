using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Timeseries;

/// <summary>One load's connections to the nodes of a cluster, any of which takes any request.</summary>
internal sealed class TimeseriesDatabase(DatabaseRequest request) : IDatabase, IHealthProbe
{
    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(3);

    private readonly TimeseriesGateway _gateway = new(request.Cluster);
    private readonly IReadOnlyList<string> _nodes = request.Cluster.DatabaseNodes();

    public IDatabaseClient Open(int process) => new TimeseriesClient(_gateway, request, _nodes, process % _nodes.Count);

    /// <summary>Every node takes a write, which the partition's leader must have acknowledged.</summary>
    public async Task<Health> CheckAsync(CancellationToken cancellationToken)
    {
        var refused = await Task.WhenAll(_nodes.Select(node => RefusesWritesAsync(node, cancellationToken)));
        return refused.OfType<string>().FirstOrDefault() is { } why
            ? new Health(false, why)
            : new Health(true, $"{_nodes.Count} of {_nodes.Count} nodes take writes");
    }

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Null when it worked, else why not. Only the caller's own cancellation is thrown.</summary>
    private async Task<string?> RefusesWritesAsync(string node, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(HealthLimit, request.Time);
        var line = new TimeseriesTables(request.KeyPrefix).Health(node);
        try
        {
            await _gateway.WriteAsync(node, line, partial: true, limit.Begin(cancellationToken));
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var outcome = TimeseriesOutcome.Of(e, new Operation(Functions.Write, null, default), node, cancellationToken);
            return $"{node} does not take writes: {outcome.Error}";
        }
        finally
        {
            limit.End();
        }
    }
}
