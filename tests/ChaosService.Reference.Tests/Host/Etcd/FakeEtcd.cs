using System.Net;
using System.Text;
using ChaosService.Reference.Host.Protos.Etcd;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Reference.Tests.Host.Etcd;

/// <summary>An etcd of one member in this process, as far as the node speaks to one. Leases end when a test says so.</summary>
internal sealed class FakeEtcd : IEtcd
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, KeyValue> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<long> _leases = [];
    private readonly WebApplication _web;
    private long _revision;
    private int _losses;

    private FakeEtcd()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _web = builder.Build();
        _web.MapGrpcService<Store>();
        _web.MapGrpcService<Leases>();
    }

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>It gets requests and answers none.</summary>
    public bool IsGone { get; set; }

    /// <summary>Entries of the catalog's log whose command has the text in it.</summary>
    public int EntriesWith(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        lock (_lock)
            return _keys.Count(k => k.Key.StartsWith("chaos-tsdb/catalog/log/", StringComparison.Ordinal)
                && k.Value.Value.Span.IndexOf(bytes) >= 0);
    }

    public static async Task<FakeEtcd> StartAsync()
    {
        var etcd = new FakeEtcd();
        await etcd._web.StartAsync();
        return etcd;
    }

    /// <summary>So many of the next changes are made, and their answers lost.</summary>
    public void LoseAnswers(int count) => _losses = count;

    /// <summary>As if it came back without its disk.</summary>
    public void Forget()
    {
        lock (_lock) _keys.Clear();
    }

    /// <summary>Those of nodes that have crashed.</summary>
    public void EndLeases()
    {
        lock (_lock)
        {
            _leases.Clear();
            foreach (var (key, _) in _keys.Where(k => k.Value.Lease != 0).ToList()) _keys.Remove(key);
        }
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private void ThrowIfGone()
    {
        if (IsGone) throw new RpcException(new(StatusCode.Unavailable, "etcdserver: no leader"));
    }

    private TxnResponse Txn(TxnRequest request)
    {
        lock (_lock)
        {
            var holds = request.Compare.All(c => (_keys.GetValueOrDefault(c.Key.ToStringUtf8())?.CreateRevision ?? 0) == c.CreateRevision);
            var operations = holds ? request.Success : request.Failure;
            if (operations.Any(o => o.RequestPut is not null)) _revision++;
            return new() { Succeeded = holds, Responses = { operations.Select(Do).ToList() } };
        }
    }

    private ResponseOp Do(RequestOp operation)
    {
        if (operation.RequestPut is { } put)
        {
            var key = put.Key.ToStringUtf8();
            if (put.Lease != 0 && !_leases.Contains(put.Lease)) throw new RpcException(new(StatusCode.NotFound, "lease not found"));
            var made = _keys.GetValueOrDefault(key)?.CreateRevision ?? _revision;
            _keys[key] = new() { Key = put.Key, Value = put.Value, Lease = put.Lease, CreateRevision = made, ModRevision = _revision };
            return new() { ResponsePut = new() };
        }
        var range = operation.RequestRange;
        var (from, end) = (range.Key.ToStringUtf8(), range.RangeEnd.ToStringUtf8());
        var found = _keys.Where(k => end.Length == 0 ? k.Key == from : Compare(k.Key, from) >= 0 && Compare(k.Key, end) < 0)
            .Select(k => k.Value).ToList();
        var most = range.Limit == 0 ? int.MaxValue : (int)range.Limit;
        return new() { ResponseRange = new() { Kvs = { found.Take(most) }, More = found.Count > most } };
    }

    private static int Compare(string a, string b) => string.CompareOrdinal(a, b);

    private sealed class Store(FakeEtcd etcd) : KV.KVBase
    {
        public override Task<TxnResponse> Txn(TxnRequest request, ServerCallContext context)
        {
            etcd.ThrowIfGone();
            var answer = etcd.Txn(request);
            if (request.Success.Any(o => o.RequestPut is not null) && Interlocked.Decrement(ref etcd._losses) >= 0)
                throw new RpcException(new(StatusCode.Unavailable, "etcdserver: request timed out"));
            return Task.FromResult(answer);
        }
    }

    private sealed class Leases(FakeEtcd etcd) : Lease.LeaseBase
    {
        public override Task<LeaseGrantResponse> LeaseGrant(LeaseGrantRequest request, ServerCallContext context)
        {
            etcd.ThrowIfGone();
            lock (etcd._lock)
            {
                var id = ++etcd._revision;
                etcd._leases.Add(id);
                return Task.FromResult(new LeaseGrantResponse { ID = id, TTL = request.TTL });
            }
        }

        public override async Task LeaseKeepAlive(
            IAsyncStreamReader<LeaseKeepAliveRequest> requests, IServerStreamWriter<LeaseKeepAliveResponse> answers,
            ServerCallContext context)
        {
            etcd.ThrowIfGone();
            while (await requests.MoveNext(context.CancellationToken))
            {
                bool lives;
                lock (etcd._lock) lives = etcd._leases.Contains(requests.Current.ID);
                await answers.WriteAsync(new() { ID = requests.Current.ID, TTL = lives ? 2 : 0 }, context.CancellationToken);
            }
        }
    }
}
