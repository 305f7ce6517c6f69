using System.Threading.Channels;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Recording;

/// <summary>
/// Writes <c>history.jsonl.gz</c> during the run. Events wait in a bounded queue; one writer drains it every
/// <see cref="Interval"/>, gives each event its index, writes it and shows it to the observers. Flushed at least every second and
/// after every fault step, so that a killed run leaves a history that is complete up to there.
/// </summary>
public sealed class HistoryRecorder : IRecorder, IAsyncDisposable
{
    /// <summary>How often the queue is drained. At 100,000 events a second that is 2,000 events at a time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Events the queue holds: about two seconds of the fastest load seen.</summary>
    public const int DefaultCapacity = 1 << 17;

    private const long FlushEveryNs = 1_000_000_000;

    private readonly Channel<RecordedEvent> _queue;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly double _nsPerTick;
    private readonly HistoryFile _file;
    private readonly int _capacity;
    private readonly List<IHistoryObserver> _observers;
    private readonly CancellationTokenSource _closing = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private long _refused;
    private long _refusalsWritten;
    private long _lastFlushNs;
    private int _index;
    private PhaseEvent? _ended;

    /// <param name="destination">Becomes the recorder's; disposed with it. The run's clock starts now.</param>
    public HistoryRecorder(Stream destination, TimeProvider time, IEnumerable<IHistoryObserver> observers, int capacity = DefaultCapacity)
    {
        _queue = Channel.CreateBounded<RecordedEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _capacity = capacity;
        _time = time;
        _startedAt = time.GetTimestamp();
        _nsPerTick = 1e9 / time.TimestampFrequency;
        _file = new HistoryFile(destination);
        _observers = [.. observers];
        _timer = new PeriodicTimer(Interval, time);
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Records into a new file; throws <see cref="IOException"/> when it is there already.</summary>
    public static HistoryRecorder Create(string path, TimeProvider time, IEnumerable<IHistoryObserver> observers) =>
        new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), time, observers);

    public long ElapsedNs => (long)((_time.GetTimestamp() - _startedAt) * _nsPerTick);

    /// <summary>
    /// Events that are not in the history: no room in the queue, or lost with a full disk. Above zero no verdict can be valid.
    /// </summary>
    public long Dropped => Interlocked.Read(ref _refused) + _file.Lost;

    /// <summary>Events that wait to be written.</summary>
    public int Queued => _queue.Reader.Count;

    /// <summary>Why writing stopped (a full disk, for example); null while it works.</summary>
    public string? WriteError => _file.Error;

    /// <summary>Why an observer is no longer called; null when all are fine.</summary>
    public string? ObserverError { get; private set; }

    public void Record(in OpEvent e) => Enqueue(new RecordedEvent(e, null));

    public void Record(FaultEvent e) => Enqueue(new RecordedEvent(default, e));

    /// <summary>
    /// <see cref="RunPhase.Ended"/> becomes the file's last line when the recorder is disposed; without it a reader considers the history
    /// cut off.
    /// </summary>
    public void Record(PhaseEvent e) => Enqueue(new RecordedEvent(default, e));

    public void Record(ResourceSample sample) => Enqueue(new RecordedEvent(default, sample));

    public void Record(CarriedRead read) => Enqueue(new RecordedEvent(default, read));

    public void Record(ProbeReading reading) => Enqueue(new RecordedEvent(default, reading));

    public void Record(ActionEvent e) => Enqueue(new RecordedEvent(default, e));

    public void Record(Observation seen) => Enqueue(new RecordedEvent(default, seen));

    /// <summary>Writes what is queued and the last line. What is recorded from now on counts as dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete()) return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _timer.Dispose();
        _closing.Dispose();
    }

    private void Enqueue(in RecordedEvent e)
    {
        if (!_queue.Writer.TryWrite(e)) Interlocked.Increment(ref _refused);
    }

    private async Task WriteAllAsync()
    {
        while (await NextTickAsync().ConfigureAwait(false))
        {
            Drain();
            foreach (var observer in _observers.ToArray()) Show(observer, o => o.Tick(ElapsedNs));
        }
        Drain();
        if (_ended is { } ended) Line(w => w.Write(_index, ended.TimeNs, HistoryWords.Of(RunPhase.Ended), Dropped));
        _file.Dispose();
    }

    private async ValueTask<bool> NextTickAsync()
    {
        try
        {
            return await _timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Drain()
    {
        // No more than what a full queue holds: an endless stream of events must not keep the flush and the tick away.
        for (var room = _capacity; room > 0 && _queue.Reader.TryRead(out var e); room--)
        {
            NoteRefusals();
            switch (e.Other)
            {
                case null: Write(e.Op); break;
                case FaultEvent fault: Write(fault with { Index = _index }); break;
                case PhaseEvent phase: Write(phase); break;
                case ResourceSample sample: Line(w => w.Write(_index, sample)); break;
                case CarriedRead read: Line(w => w.Write(_index, read)); break;
                case ProbeReading reading: Line(w => w.Write(_index, reading)); break;
                case ActionEvent action: Line(w => w.Write(_index, action)); break;
                case Observation seen: Line(w => w.Write(_index, seen)); break;
            }
        }
        NoteRefusals();
        if (ElapsedNs - _lastFlushNs >= FlushEveryNs) Flush();
    }

    /// <summary>
    /// Tells the reader that pairs may be broken from here on: it cannot know before the last line, which may never come.
    /// </summary>
    private void NoteRefusals()
    {
        var refused = Interlocked.Read(ref _refused);
        if (_refusalsWritten > 0 || refused == 0) return;
        _refusalsWritten = refused;
        Line(w => w.Write(_index, ElapsedNs, HistoryWords.Dropped, refused));
    }

    private void Write(in OpEvent e)
    {
        _file.Lines.Write(_index, e);
        _file.EndLine();
        if (_refusalsWritten == 0)
            for (var i = _observers.Count - 1; i >= 0; i--)
                ShowOp(_observers[i], e);
        _index++;
    }

    private void Write(FaultEvent e)
    {
        Line(w => w.Write(e.Index, e));
        Flush();
        foreach (var observer in _observers.ToArray()) Show(observer, o => o.Observe(e));
    }

    private void Write(PhaseEvent e)
    {
        if (e.Phase == RunPhase.Ended) _ended = e;
        else Line(w => w.Write(_index, e.TimeNs, HistoryWords.Of(e.Phase), null));
        foreach (var observer in _observers.ToArray()) Show(observer, o => o.Observe(e));
    }

    private void Line(Action<HistoryLineWriter> write)
    {
        write(_file.Lines);
        _file.EndLine();
        _index++;
    }

    private void Flush()
    {
        _file.Flush();
        _lastFlushNs = ElapsedNs;
    }

    private void ShowOp(IHistoryObserver observer, in OpEvent e)
    {
        try
        {
            observer.Observe(_index, e);
        }
        catch (Exception error)
        {
            Remove(observer, error);
        }
    }

    private void Show(IHistoryObserver observer, Action<IHistoryObserver> what)
    {
        try
        {
            what(observer);
        }
        catch (Exception error)
        {
            Remove(observer, error);
        }
    }

    private void Remove(IHistoryObserver observer, Exception error)
    {
        ObserverError ??= $"{observer.GetType().Name}: {error.Message}";
        _observers.Remove(observer);
    }
}
