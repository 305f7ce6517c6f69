using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Logs;
using ChaosService.Workloads.MerkleKv.Changes;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>One load's connections to the nodes of a replicated key-value store, and a subscriber at their broker.</summary>
internal sealed class MerkleKvDatabase : IDatabase, IHealthProbe, IObservationProbe
{
    private const string Broker = "broker";

    private readonly DatabaseRequest _request;
    private readonly MerkleKvOptions _options;
    private readonly MerkleKvMembers _members;
    private readonly MerkleKvProbe _probe;
    private readonly LogReader _logs;
    private readonly UsedKeys _keys = new();
    private readonly ChangeSubscriber _changes;

    public MerkleKvDatabase(DatabaseRequest request)
    {
        _request = request;
        _options = (MerkleKvOptions)request.Options;
        _members = new MerkleKvMembers(request.Cluster, request.Time);
        _changes = new ChangeSubscriber(
            () => _members.Broker, _options.EventsOn(request.Cluster.Definition), request.KeyPrefix, request.Time);
        _probe = new MerkleKvProbe(_members, _changes);
        _logs = new LogReader(request.Cluster, LinkLines.Names, request.Time);
    }

    public IReadOnlyList<ObservedSubject> Subjects =>
    [
        .. _members.Nodes.Select(n => new ObservedSubject(ContentsView.Topic, n, IsAskedAtEnd: true)),
        .. _members.Nodes.Select(n => new ObservedSubject(StatisticsView.Topic, n, IsCostly: true, IsAskedAtEnd: true)),
        .. _members.Nodes.Select(n => new ObservedSubject(UsageView.Topic, n, IsCostly: true)),
        .. _members.Nodes.Select(n => new ObservedSubject(TreeView.Topic, n, IsCostly: true, IsAskedAtEnd: true)),
        .. _members.Nodes.Select(n => new ObservedSubject(NodeLogView.Topic, n, IsCostly: true, IsAskedAtEnd: true)),
        new ObservedSubject(ChangesView.Topic, Broker, IsAskedAtEnd: true),
    ];

    public IDatabaseClient Open(int process) =>
        new MerkleKvClient(_members, _keys, _request, _options, _options.Node ?? _members.Nodes[process % _members.Nodes.Count]);

    public Task<Health> CheckAsync(CancellationToken cancellationToken) => _probe.CheckAsync(cancellationToken);

    public async Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken) => subject.Topic switch
    {
        ContentsView.Topic => await _probe.ContentsAsync(subject.Name, Keys(), _request.KeyPrefix, cancellationToken) is { } contents
            ? contents.ToValue() : OpValue.None,
        StatisticsView.Topic => await _probe.StatisticsAsync(subject.Name, cancellationToken) is { } statistics
            ? statistics.ToValue() : OpValue.None,
        UsageView.Topic => await _probe.UsageAsync(subject.Name, cancellationToken) is { } usage ? usage.ToValue() : OpValue.None,
        TreeView.Topic => await _probe.TreeAsync(subject.Name, cancellationToken) is { } tree ? tree.ToValue() : OpValue.None,
        NodeLogView.Topic => await _logs.ReadAsync(subject.Name, cancellationToken),
        ChangesView.Topic => _changes.Received.ToValue(),
        _ => OpValue.None,
    };

    /// <summary>Those that clients used, and those that were changed without them.</summary>
    private string[] Keys() => [.. _keys.All.Union(_changes.Received.Events.Select(e => e.Key), StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => _changes.DisposeAsync();
}
