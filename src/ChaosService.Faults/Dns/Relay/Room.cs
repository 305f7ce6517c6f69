namespace ChaosService.Faults.Dns.Relay;

/// <summary>A limit on concurrent work. Once it is disposed, all work has ended.</summary>
internal sealed class Room(int places, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _free = new(places);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The work must end.</summary>
    public CancellationToken Stop => _stop.Token;

    public Task TakeAsync() => _free.WaitAsync(_stop.Token);

    /// <summary>False when all places are taken.</summary>
    public bool TryTake() => _free.Wait(TimeSpan.Zero, CancellationToken.None);

    public void Leave() => _free.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        for (var i = 0; i < places; i++) await _free.WaitAsync(CancellationToken.None).WaitAsync(EndPatience, time);
        _stop.Dispose();
        _free.Dispose();
    }
}
