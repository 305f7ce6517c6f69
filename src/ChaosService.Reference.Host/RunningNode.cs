using System.Net;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Api;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Etcd;
using ChaosService.Reference.Host.Locks;
using ChaosService.Reference.Host.Moves;
using ChaosService.Reference.Host.Objects;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Pausing;
using ChaosService.Reference.Host.Querying;
using ChaosService.Reference.Host.Querying.Fragments;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using ChaosService.Reference.Host.Writing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Reference.Host;

/// <summary>
/// One node of the cluster. Disposing of it is like a crash: everything acknowledged is on the disk already, and nothing else is saved.
/// </summary>
internal sealed class RunningNode : IAsyncDisposable
{
    /// <summary>Of one call: after it, the next member is tried.</summary>
    private static readonly TimeSpan EtcdLimit = TimeSpan.FromSeconds(1);

    private readonly ILoggerFactory _logs;
    private readonly WebApplication _web;
    private readonly LogStore _store;
    private readonly SnapshotShelf _shelf;
    private readonly RaftDriver _driver;
    private readonly RpcChannels _channels;
    private readonly Postman _postman;
    private readonly InternalTls? _tls;

    private RunningNode(NodeSettings settings, Action<ILoggingBuilder> logging, TimeProvider time)
    {
        _logs = LoggerFactory.Create(logging);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        logging(builder.Logging);
        _tls = settings.Tls is { } files ? new(files) : null;
        if (_tls is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings, _tls));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var (replica, metrics) = (new CatalogReplica(settings.CatalogBugs, settings.Format), new NodeMetrics(settings.ObservingBugs));
        var locks = new ShardLocks(settings.NodeId, settings.MigrationBugs);
        var space = DiskSpace.Of(settings.DataFolder, settings.DiskReserve, settings.DiskBugs);
        _store = OpenLog(settings);
        _channels = new RpcChannels(id => AddressOf(id, settings, replica), _tls);
        _postman = new Postman(settings.Self.RpcAddress, _channels, metrics, time);
        _shelf = new SnapshotShelf(
            settings.ObjectStore is { } objects ? ObjectStores.Open(objects) : null,
            new DirectoryObjectStore(Path.Combine(settings.DataFolder, "snapshots"), settings.IsForced),
            settings.DiskBugs, metrics, time, _logs.CreateLogger<SnapshotShelf>());

        _driver = new RaftDriver(new DriverParts
        {
            NodeId = settings.NodeId,
            Options = new RaftOptions { ElectionTicks = settings.ElectionTicks, Bugs = settings.RaftBugs },
            Tick = settings.Tick,
            Store = _store,
            Space = space,
            Locks = locks,
            Machines = id => id.IsCatalog
                ? replica
                : new PartitionStore(settings.WriteBugs, settings.ObjectStore is not null, () => replica.State.Format, settings.Format),
            Shelf = _shelf,
            SnapshotBytes = settings.SnapshotBytes,
            Send = _postman.Send,
            Draws = new Draws(settings.NodeId ^ (ulong)time.GetUtcNow().UtcTicks),
            Time = time,
            Metrics = metrics,
            Log = _logs.CreateLogger<RaftDriver>(),
        });

        AddParts(builder.Services, settings, replica, metrics, time);
        builder.Services.AddSingleton(space).AddSingleton(locks).AddSingleton(_channels).AddSingleton(_driver);
        _web = builder.Build();
        Map(_web, settings);
    }

    /// <summary>Completes when the node cannot go on: with the error.</summary>
    public Task<Exception?> Ended => _driver.Ended;

    /// <summary>Completes when the process was asked to stop.</summary>
    public CancellationToken Stopping => _web.Lifetime.ApplicationStopping;

    public static async Task<RunningNode> StartAsync(NodeSettings settings, Action<ILoggingBuilder> logging, TimeProvider time)
    {
        var node = new RunningNode(settings, logging, time);
        ThrowForAnotherCatalog(node._store, settings);
        await node._driver.StartAsync();
        var first = settings.Seeds.Count > 0 ? Membership.Empty : Membership.Of(settings.Peers.Select(p => p.Id));
        if (settings.Etcd.Count == 0) await node._driver.JoinAsync(GroupId.Catalog, () => first, CancellationToken.None);
        await node._web.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync();
        await _web.StopAsync();
        await _postman.DisposeAsync();
        await _web.DisposeAsync();
        _channels.Dispose();
        _store.Dispose();
        _shelf.Dispose();
        _tls?.Dispose();
        _logs.Dispose();
    }

    /// <summary>An empty catalog would have everything on the disk deleted.</summary>
    private static void ThrowForAnotherCatalog(LogStore store, NodeSettings settings)
    {
        if (store.Found.Count == 0 || store.Found.ContainsKey(GroupId.Catalog) == (settings.Etcd.Count == 0)) return;
        var (was, isNow) = settings.Etcd.Count > 0 ? ("embedded", "etcd") : ("etcd", "embedded");
        throw new InvalidDataException(
            $"{settings.DataFolder} is of a node with CATALOG {was}, and CATALOG is {isNow} now: give {was}, or another DATA_DIR.");
    }

    private static LogStore OpenLog(NodeSettings settings)
    {
        var store = LogStore.Open(settings.DataFolder, settings.IsForced);
        if (FoundFormats.WhyNot(store.Found, settings.Format) is not { } why) return store;
        store.Dispose();
        throw new InvalidDataException($"{store.FilePath}: {why}, or remove the node's data and let it come back empty.");
    }

    /// <summary>Clients use HTTP/1.1 on one port, nodes HTTP/2 on the other.</summary>
    private static void Listen(KestrelServerOptions kestrel, NodeSettings settings, InternalTls? tls)
    {
        kestrel.Limits.MaxRequestBodySize = settings.BodyMax;
        kestrel.Listen(IPAddress.Any, settings.Self.HttpPort, l => l.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPAddress.Any, settings.Self.RpcPort, l =>
        {
            l.Protocols = HttpProtocols.Http2;
            if (tls is not null) l.UseHttps(tls.Apply);
        });
    }

    private static string? AddressOf(uint id, NodeSettings settings, CatalogReplica replica) =>
        replica.State.Nodes.TryGetValue(id, out var node)
            ? node.RpcAddress
            : settings.Peers.FirstOrDefault(p => p.Id == id)?.RpcAddress;

    private static void AddParts(
        IServiceCollection services, NodeSettings settings, CatalogReplica replica, NodeMetrics metrics, TimeProvider time)
    {
        services.AddGrpc(o =>
        {
            o.MaxReceiveMessageSize = null;
            if (settings.IsDebugged) o.Interceptors.Add<RpcRecorder>();
        });
        services.AddSingleton(settings).AddSingleton(replica).AddSingleton(metrics).AddSingleton(time);
        services.AddSingleton<NodeSpans>().AddSingleton<CatalogClient>();
        if (settings.Etcd.Count > 0) AddEtcd(services, settings, time);
        else services.AddSingleton<ICatalogLog, RaftCatalogLog>();
        services.AddSingleton<TablePreparer>().AddSingleton<Router>().AddSingleton<PartitionClient>().AddSingleton<Writer>();
        services.AddSingleton<LocalPartitions>().AddSingleton<FragmentReader>();
        services.AddSingleton<PlannedQuery>().AddSingleton<GatheredQuery>().AddSingleton<QueryRunner>();
        services.AddSingleton<RecentRequests>().AddSingleton<RpcRecorder>();
        services.AddSingleton<Liveness>().AddSingleton<SeedClient>().AddSingleton<PausePoints>();
        services.AddSingleton<LocalShards>().AddSingleton<MoveCalls>().AddSingleton<MoveMetrics>().AddSingleton<Rebalancer>();
        services.AddHostedService<Memberships>().AddHostedService<Registration>();
        services.AddHostedService<GroupKeeper>().AddHostedService<FailureDetector>();
        services.AddHostedService<MoveCoordinator>().AddHostedService(s => s.GetRequiredService<Rebalancer>());
    }

    private static void AddEtcd(IServiceCollection services, NodeSettings settings, TimeProvider time)
    {
        var limit = settings.RequestLimit < EtcdLimit ? settings.RequestLimit : EtcdLimit;
        services.AddSingleton(_ => new EtcdClient(settings.Etcd, limit, time));
        services.AddSingleton<EtcdSeat>().AddHostedService(s => s.GetRequiredService<EtcdSeat>());
        services.AddSingleton<EtcdCatalogLog>().AddHostedService(s => s.GetRequiredService<EtcdCatalogLog>());
        services.AddSingleton<ICatalogLog>(s => s.GetRequiredService<EtcdCatalogLog>());
    }

    private static void Map(WebApplication web, NodeSettings settings)
    {
        web.MapGrpcService<RaftEndpoint>();
        web.MapGrpcService<ReplicationEndpoint>();
        web.MapGrpcService<QueryEndpoint>();
        web.MapGrpcService<NodeDataEndpoint>();
        DataApi.Map(web);
        ManagementApi.Map(web);
        HealthApi.Map(web);
        if (!settings.IsDebugged) return;
        DebugApi.Map(web);
        PauseApi.Map(web);
    }
}
