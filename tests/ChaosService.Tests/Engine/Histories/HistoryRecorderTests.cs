using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Histories;

public class HistoryRecorderTests
{
    private readonly FakeTimeProvider _clock = new();

    private sealed class Observer : IHistoryObserver
    {
        public List<int> Indexes { get; } = [];

        public List<object> Others { get; } = [];

        public volatile int Ticks;

        public bool Throws { get; init; }

        public void Observe(int index, in OpEvent e)
        {
            if (Throws) throw new InvalidOperationException("broken observer");
            Indexes.Add(index);
        }

        public void Observe(FaultEvent e) => Others.Add(e);

        public void Observe(PhaseEvent e) => Others.Add(e);

        public void Tick(long nowNs) => Ticks++;
    }

    private static OpEvent Invoke(int process) => Samples.Event(1, process, OpType.Invoke, Functions.Read);

    /// <summary>Lets the recorder drain its queue once.</summary>
    private void Drain(Observer observer, TimeSpan? by = null)
    {
        var before = observer.Ticks;
        _clock.Advance(by ?? HistoryRecorder.Interval);
        Assert.True(SpinWait.SpinUntil(() => observer.Ticks > before, Wait.Limit), "the recorder did not tick");
    }

    [Fact]
    public async Task Killed_run_leaves_what_was_flushed_within_the_last_second()
    {
        var file = new MemoryStream();
        var observer = new Observer();
        var recorder = new HistoryRecorder(file, _clock, [observer]);
        recorder.Record(Invoke(1));
        Drain(observer);
        Assert.Equal(0, file.Length);
        Drain(observer, TimeSpan.FromSeconds(1));
        var history = HistoryReader.Read(new MemoryStream(file.ToArray()), "h");
        Assert.Equal(1, history.Ops.Length);
        Assert.NotNull(history.Truncation);
        await recorder.DisposeAsync();
    }

    [Fact]
    public async Task Fault_step_is_flushed_at_once()
    {
        var file = new MemoryStream();
        var observer = new Observer();
        var recorder = new HistoryRecorder(file, _clock, [observer]);
        recorder.Record(Samples.Fault(FaultStep.Inject, 5));
        Drain(observer);
        Assert.Single(HistoryReader.Read(new MemoryStream(file.ToArray()), "h").FaultEvents);
        await recorder.DisposeAsync();
    }

    [Fact]
    public async Task Full_queue_drops_counts_and_shows_no_more_ops()
    {
        var file = new MemoryStream();
        var observer = new Observer();
        var recorder = new HistoryRecorder(file, _clock, [observer], capacity: 4);
        for (var i = 0; i < 10; i++) recorder.Record(Invoke(i));
        Assert.Equal(6, recorder.Dropped);
        recorder.Record(new PhaseEvent(RunPhase.Ended, 9)); // Dropped, too.
        Drain(observer);
        recorder.Record(new PhaseEvent(RunPhase.Ended, 9));
        await recorder.DisposeAsync();
        Assert.Empty(observer.Indexes);
        var history = HistoryReader.Read(new MemoryStream(file.ToArray()), "h");
        Assert.Equal(7, history.Dropped);
        Assert.Equal(4, history.Ops.Length);
    }

    [Fact]
    public async Task Observers_see_indexes_in_order_and_the_broken_one_is_left_out()
    {
        var good = new Observer();
        var bad = new Observer { Throws = true };
        var recorder = new HistoryRecorder(new MemoryStream(), _clock, [bad, good]);
        recorder.Record(new PhaseEvent(RunPhase.LoadStarted, 0));
        for (var i = 0; i < 3; i++) recorder.Record(Invoke(i));
        recorder.Record(Samples.Fault(FaultStep.Inject, 5));
        await recorder.DisposeAsync();
        Assert.Equal([1, 2, 3], good.Indexes);
        Assert.Equal(4, Assert.IsType<FaultEvent>(good.Others[1]).Index);
        Assert.Equal("Observer: broken observer", recorder.ObserverError);
    }

    [Fact]
    public async Task Full_disk_ends_the_writing_and_counts_what_is_lost()
    {
        var observer = new Observer();
        var recorder = new HistoryRecorder(new FullDisk(), _clock, [observer]);
        recorder.Record(Invoke(1));
        recorder.Record(Samples.Fault(FaultStep.Inject, 5));
        Drain(observer);
        recorder.Record(Invoke(2));
        await recorder.DisposeAsync();
        Assert.Equal("No space left on device", recorder.WriteError);
        Assert.Equal(3, recorder.Dropped);
        Assert.Equal(2, observer.Indexes.Count);
    }

    [Fact]
    public async Task Recorded_after_the_end_is_dropped()
    {
        var recorder = new HistoryRecorder(new MemoryStream(), _clock, []);
        await recorder.DisposeAsync();
        await recorder.DisposeAsync();
        recorder.Record(Invoke(1));
        Assert.Equal(1, recorder.Dropped);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
