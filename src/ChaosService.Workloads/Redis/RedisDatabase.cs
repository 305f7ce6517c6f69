using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Redis.Topology;

namespace ChaosService.Workloads.Redis;

/// <summary>One load's connections to a Redis cluster. All its clients share what is known about the primary.</summary>
internal sealed class RedisDatabase : IDatabase, IRoleProbe, IHealthProbe, IObservationProbe
{
    private readonly DatabaseRequest _request;
    private readonly Sentinels _sentinels;
    private readonly RedisProbe _probe;
    private readonly PrimaryRoute _route;

    public RedisDatabase(DatabaseRequest request)
    {
        _request = request;
        var members = new RedisMembers(request.Cluster, request.Time);
        _sentinels = new Sentinels(members);
        _probe = new RedisProbe(members, _sentinels, request.KeyPrefix);
        _route = new PrimaryRoute(
            new PrimaryFinder(members, _sentinels), ((RedisOptions)request.Options).Routing == RedisOptions.Stay, request.Time);
    }

    public IDatabaseClient Open(int process) => new RedisClient(_route, _request);

    public Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken) =>
        _probe.RolesAsync(cancellationToken);

    public Task<Health> CheckAsync(CancellationToken cancellationToken) => _probe.CheckAsync(cancellationToken);

    public IReadOnlyList<ObservedSubject> Subjects => [.. _sentinels.Names.Select(s => new ObservedSubject(Sentinels.Topic, s))];

    public async Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken) =>
        await _sentinels.ViewAsync(subject.Name, cancellationToken) is { } view ? view.ToValue() : OpValue.None;

    public ValueTask DisposeAsync() => _route.DisposeAsync();
}
