namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// The only path to a Loki: a bounded queue and a loop that pushes one batch after another, so that lines keep their order. A batch is sent
/// when it is full or its oldest line has waited long enough. Adding a line never blocks.
/// </summary>
internal sealed class LokiPipe : IAsyncDisposable
{
    private readonly LokiLimits _limits;
    private readonly TimeProvider _time;
    private readonly LokiQueue _queue;
    private readonly LokiClient _client;
    private readonly LokiPush _push = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private readonly Lock _closing = new();
    private Task? _closed;

    public LokiPipe(string uri, LokiLimits limits, TimeProvider time, LokiCredentials? credentials = null, string? tenant = null)
    {
        (_limits, _time) = (limits, time);
        _queue = new LokiQueue(limits);
        Figures = new LokiFigures(_queue);
        State = new LokiState(time, Figures);
        _client = new LokiClient(uri, credentials, tenant, limits.Attempt, time, Failed);
        // The creator's context must not have an effect: neither its scope nor its trace is inherited.
        using (ExecutionContext.SuppressFlow()) _sending = Task.Run(SendAllAsync);
    }

    public LokiFigures Figures { get; }

    public LokiState State { get; }

    /// <summary>Lines that wait or are being sent.</summary>
    public int HeldLines => _queue.HeldLines;

    /// <summary>Never blocks. Without room the line is dropped and counted.</summary>
    public void Add(LokiLine line)
    {
        if (!_queue.TryAdd(line)) Figures.AddDropped(LokiDrop.Full, 1, line.Bytes);
    }

    /// <inheritdoc cref="LokiQueue.RoomAsync"/>
    public Task RoomAsync() => _queue.RoomAsync();

    /// <summary>Sends the waiting lines within the limit; the rest is dropped and counted. May be called any number of times.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closed;
        lock (_closing) closed = _closed ??= CloseAsync();
        await closed;
    }

    private async Task CloseAsync()
    {
        _queue.Close();
        await _sending.WaitAsync(_limits.Flush, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        await _sending;
        _client.Dispose();
        _push.Dispose();
        Figures.Dispose();
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        while (true)
        {
            await _queue.SomeAsync();
            using (var age = new CancellationTokenSource(_limits.Period, _time))
                await _queue.FullAsync().WaitAsync(age.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var batch = _queue.Take();
            // Only a closed queue wakes up with nothing to take.
            if (batch.Count == 0) return;
            await SendAsync(batch);
            _queue.Release(batch);
        }
    }

    private async Task SendAsync(IReadOnlyList<LokiLine> batch)
    {
        try
        {
            var answer = await _client.PushAsync(_push.Write(batch), _stop.Token);
            if (answer.Taken)
            {
                Figures.AddSent(batch.Count);
                State.Takes();
            }
            else Drop(LokiDrop.Refused, batch, $"it refused a push for good: {answer}");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Drop(LokiDrop.Stopped, batch, "the service ended");
        }
        catch (Exception e)
        {
            // A push that cannot even be written must not end all later ones.
            Drop(LokiDrop.Refused, batch, $"a push could not be made: {e.Message}");
        }
    }

    private void Drop(LokiDrop why, IReadOnlyList<LokiLine> batch, string reason)
    {
        Figures.AddDropped(why, batch.Count, batch.Sum(l => l.Bytes));
        State.Fails(reason);
    }

    private void Failed(string reason)
    {
        Figures.AddFailedAttempt();
        State.Fails(reason);
    }
}
