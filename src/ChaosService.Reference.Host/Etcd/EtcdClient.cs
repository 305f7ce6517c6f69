using ChaosService.Reference.Host.Protos.Etcd;
using ChaosService.Reference.Host.Transport;
using Grpc.Core;
using Grpc.Net.Client;

namespace ChaosService.Reference.Host.Etcd;

/// <summary>Calls one member of an etcd; after a failure, the next call goes to the next member. Nothing is retried here.</summary>
/// <param name="limit">Time limit of each call.</param>
internal sealed class EtcdClient(IReadOnlyList<Uri> members, TimeSpan limit, TimeProvider time) : IDisposable
{
    private readonly GrpcChannel[] _channels = [.. members.Select(Connect)];
    private int _failures;

    public string Name { get; } = $"etcd at {string.Join(", ", members.Select(m => m.GetLeftPart(UriPartial.Authority)))}";

    /// <summary>Its reads are linearizable.</summary>
    /// <exception cref="EtcdException">There is no answer.</exception>
    public Task<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellation) =>
        CallAsync(async (channel, options) => await new KV.KVClient(channel).TxnAsync(request, options), cancellation);

    /// <returns>The new lease's id.</returns>
    /// <exception cref="EtcdException">There is no answer.</exception>
    public Task<long> GrantAsync(TimeSpan life, CancellationToken cancellation) => CallAsync(
        async (channel, options) =>
            (await new Lease.LeaseClient(channel).LeaseGrantAsync(new() { TTL = (long)life.TotalSeconds }, options)).ID,
        cancellation);

    /// <returns>Whether the lease was renewed, for its full time.</returns>
    /// <exception cref="EtcdException">There is no answer.</exception>
    public Task<bool> KeepAliveAsync(long lease, CancellationToken cancellation) => CallAsync(
        async (channel, options) =>
        {
            using var call = new Lease.LeaseClient(channel).LeaseKeepAlive(options);
            await call.RequestStream.WriteAsync(new() { ID = lease }, options.CancellationToken);
            return await call.ResponseStream.MoveNext(options.CancellationToken) && call.ResponseStream.Current.TTL > 0;
        },
        cancellation);

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }

    private async Task<T> CallAsync<T>(Func<GrpcChannel, CallOptions, Task<T>> call, CancellationToken cancellation)
    {
        var failures = _failures;
        var deadline = (time.GetUtcNow() + limit).UtcDateTime;
        try
        {
            return await call(_channels[failures % _channels.Length], new(deadline: deadline, cancellationToken: cancellation));
        }
        catch (RpcException error)
        {
            cancellation.ThrowIfCancellationRequested();
            // Concurrent calls that fail have met the same member: move on only once.
            Interlocked.CompareExchange(ref _failures, (failures + 1) % _channels.Length, failures);
            throw new EtcdException($"{Name} {Why(error)}", RpcFailures.IsUnsent(error), error);
        }
    }

    private string Why(RpcException error) => error.StatusCode == StatusCode.DeadlineExceeded
        ? $"does not answer within {limit.TotalSeconds:0.#} s"
        : $"does not answer: {RpcFailures.Detail(error)}";

    private static GrpcChannel Connect(Uri member) => GrpcChannel.ForAddress(member, new()
    {
        HttpHandler = new SocketsHttpHandler
        {
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            // A connection over a cut network may never notice that it is dead.
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        },
        DisposeHttpClient = true,
    });
}
