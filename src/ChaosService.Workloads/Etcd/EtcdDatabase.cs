using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>One load's connections to an etcd cluster, through the JSON gateway of every member.</summary>
internal sealed class EtcdDatabase(DatabaseRequest request) : IDatabase, IRoleProbe, IHealthProbe, IObservationProbe
{
    private readonly EtcdGateway _gateway = new(request.Cluster);
    private readonly IReadOnlyList<string> _nodes = request.Cluster.DatabaseNodes();

    public IDatabaseClient Open(int process) => new EtcdClient(_gateway, request, _nodes, process % _nodes.Count);

    public Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken) =>
        new EtcdProbe(_gateway, request, _nodes).RolesAsync(cancellationToken);

    public Task<Health> CheckAsync(CancellationToken cancellationToken) =>
        new EtcdProbe(_gateway, request, _nodes).CheckAsync(cancellationToken);

    public IReadOnlyList<ObservedSubject> Subjects => [.. _nodes.Select(node => new ObservedSubject(RaftView.Topic, node))];

    public Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken) =>
        new EtcdObserver(_gateway, request.Time).ObserveAsync(subject.Name, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        return ValueTask.CompletedTask;
    }
}
