using System.Diagnostics;
using System.Threading.Channels;
using ChaosService.Model.Histories;

namespace ChaosService.Benchmarks;

/// <summary>A bounded queue and one reader, as a real recorder has, that counts instead of writing.</summary>
internal sealed class CountingRecorder : IRecorder, IAsyncDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Channel<OpEvent> _events = Channel.CreateBounded<OpEvent>(new BoundedChannelOptions(1 << 16) { SingleReader = true });
    private readonly List<long> _latenessNs = [];
    private readonly Task _reading;
    private int _dropped;

    public CountingRecorder() => _reading = Task.Run(ReadAsync);

    public int Completions { get; private set; }

    public int NotOk { get; private set; }

    public int Dropped => _dropped;

    public long ElapsedNs => (long)Stopwatch.GetElapsedTime(_start).TotalNanoseconds;

    public void Record(in OpEvent e)
    {
        if (!_events.Writer.TryWrite(e)) Interlocked.Increment(ref _dropped);
    }

    public void Record(FaultEvent e)
    {
    }

    public void Record(PhaseEvent e)
    {
    }

    public double LatenessMs(double quantile)
    {
        _latenessNs.Sort();
        return _latenessNs[(int)Math.Min(_latenessNs.Count - 1, quantile * _latenessNs.Count)] / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await foreach (var e in _events.Reader.ReadAllAsync())
        {
            if (e.Type == OpType.Invoke)
            {
                if (e.IntendedNs is { } intended) _latenessNs.Add(e.TimeNs - intended);
                continue;
            }
            Completions++;
            if (e.Type != OpType.Ok) NotOk++;
        }
    }
}
