using System.Net;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>The target of one load's writes: the primary as far as it is known, and when to ask again.</summary>
/// <param name="stays">Keeps the known node for as long as it answers, whatever the sentinels report meanwhile.</param>
internal sealed class PrimaryRoute(PrimaryFinder finder, bool stays, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan FollowEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asking = new(1);
    private readonly CancellationTokenSource _closed = new();
    private Task? _following;
    private volatile string? _known;

    /// <summary>A client must check when it connects that the node really is the primary: sentinels may lag behind.</summary>
    public bool VerifiesRole => !stays;

    public IPEndPoint? EndPointOf(string node) => finder.EndPointOf(node);

    /// <summary>The primary; null when it is unknown. Asks only when nothing is known, and then once for all clients.</summary>
    public ValueTask<string?> PrimaryAsync(CancellationToken limit) => _known is { } known ? new(known) : new(AskAsync(limit));

    /// <summary>An op against the node failed.</summary>
    /// <param name="notPrimary">It refused the connection, is not running, or reported that it is not the primary.</param>
    public void Failed(string node, bool notPrimary)
    {
        if (!stays || notPrimary) Interlocked.CompareExchange(ref _known, null, node);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        if (_following is not null) await _following;
        _closed.Dispose();
        _asking.Dispose();
    }

    private async Task<string?> AskAsync(CancellationToken limit)
    {
        await _asking.WaitAsync(limit);
        try
        {
            _known ??= await finder.FindAsync(limit);
            if (!stays && finder.HasSentinels) _following ??= FollowAsync(_closed.Token);
            return _known;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Notices a failover even when the old primary still answers.</summary>
    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(FollowEvery, time);
            while (await timer.WaitForNextTickAsync(closed)) _known = await finder.FindAsync(closed) ?? _known;
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            return;
        }
    }
}
