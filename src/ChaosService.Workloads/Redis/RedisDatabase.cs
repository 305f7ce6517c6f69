using ChaosService.Model.Workloads;
using ChaosService.Workloads.Redis.Topology;

namespace ChaosService.Workloads.Redis;

/// <summary>One load's connections to a Redis cluster. All its clients share what is known of the primary.</summary>
internal sealed class RedisDatabase : IDatabase, IRoleProbe, IHealthProbe
{
    private readonly DatabaseRequest _request;
    private readonly RedisProbe _probe;
    private readonly PrimaryRoute _route;

    public RedisDatabase(DatabaseRequest request)
    {
        _request = request;
        var members = new RedisMembers(request.Cluster, request.Time);
        var sentinels = new Sentinels(members);
        _probe = new RedisProbe(members, sentinels, request.KeyPrefix);
        _route = new PrimaryRoute(
            new PrimaryFinder(members, sentinels), ((RedisOptions)request.Options).Routing == RedisOptions.Stay, request.Time);
    }

    public IDatabaseClient Open(int process) => new RedisClient(_route, _request);

    public Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken) =>
        _probe.RolesAsync(cancellationToken);

    public Task<Health> CheckAsync(CancellationToken cancellationToken) => _probe.CheckAsync(cancellationToken);

    public ValueTask DisposeAsync() => _route.DisposeAsync();
}
