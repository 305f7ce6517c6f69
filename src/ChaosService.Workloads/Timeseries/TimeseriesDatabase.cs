using System.Net;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Logs;
using ChaosService.Workloads.Timeseries.Observing;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries;

/// <summary>One load's connections to the nodes of a cluster, any of which accepts any request.</summary>
internal sealed class TimeseriesDatabase : IDatabase, IRoleProbe, IHealthProbe, IObservationProbe
{
    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(3);

    private readonly DatabaseRequest _request;
    private readonly TimeseriesGateway _gateway;
    private readonly IReadOnlyList<string> _nodes;
    private readonly NodePages _pages;
    private readonly RemovedNodes _removed;
    private readonly TimeseriesProbe _probe;
    private readonly TimeseriesObserver _observer;

    public TimeseriesDatabase(DatabaseRequest request)
    {
        _request = request;
        _gateway = new TimeseriesGateway(request.Cluster);
        _nodes = request.Cluster.DatabaseNodes();
        _pages = new NodePages(request.Cluster, request.Time);
        var all = request.Cluster.DatabaseNodesEver();
        _removed = new RemovedNodes(_pages);
        _probe = new TimeseriesProbe(_pages, all);
        var logs = new LogReader(request.Cluster, NodeLines.Names, request.Time);
        _observer = new TimeseriesObserver(_pages, logs, all, new TableNames(request.KeyPrefix));
    }

    public IReadOnlyList<ObservedSubject> Subjects => _observer.Subjects;

    public IDatabaseClient Open(int process) => new TimeseriesClient(_gateway, _request, _nodes, _removed, process % _nodes.Count);

    public Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken) =>
        _probe.RolesAsync(cancellationToken);

    public Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken) =>
        _observer.ObserveAsync(subject, cancellationToken);

    /// <summary>
    /// Healthy: every node of the cluster accepts a write, which the partition's leader must have acknowledged, and every group has a
    /// leader, as far as the nodes show their groups.
    /// </summary>
    public async Task<Health> CheckAsync(CancellationToken cancellationToken)
    {
        var refused = await Task.WhenAll(_nodes.Select(node => RefusesWritesAsync(node, cancellationToken)));
        var trouble = await _probe.TroubleAsync(_removed, cancellationToken);
        string?[] members = [.. _nodes.Zip(refused).Where(n => !_removed.Has(n.First)).Select(n => n.Second)];
        return (members.OfType<string>().FirstOrDefault() ?? trouble) is { } why
            ? new Health(false, why)
            : new Health(true, $"{members.Length} of {members.Length} nodes take writes, and their groups have leaders");
    }

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        _pages.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Null when it worked, otherwise the reason. Only the caller's own cancellation is thrown.</summary>
    private async Task<string?> RefusesWritesAsync(string node, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(HealthLimit, _request.Time);
        var line = new TimeseriesTables(_request.KeyPrefix).Health(node);
        try
        {
            await _gateway.WriteAsync(node, line, partial: true, limit.Begin(cancellationToken));
            return null;
        }
        catch (TimeseriesErrorException e) when (e.Status == HttpStatusCode.BadRequest)
        {
            // Without forwarding a node refuses a write for a partition that it knows another node to lead: it is healthy.
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
