namespace ChaosService.Workloads.Clients;

/// <summary>
/// The time limit of one client's requests, which are sequential. Reuses its timer, because a client makes thousands of requests a second.
/// </summary>
internal sealed class RequestLimit(TimeSpan timeout, TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _outer;

    /// <summary>Starts the time limit of one request. Call <see cref="End"/> when the request is over.</summary>
    public CancellationToken Begin(CancellationToken cancellationToken)
    {
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
        _source.CancelAfter(timeout);
        _outer = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        return _source.Token;
    }

    public void End()
    {
        _outer.Dispose();
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _source.Dispose();
}
