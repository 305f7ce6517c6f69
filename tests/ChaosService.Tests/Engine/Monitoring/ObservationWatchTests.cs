using System.Collections.Concurrent;
using System.Threading.Channels;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Engine.Monitoring;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Monitoring;

public sealed class ObservationWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_is_a_line_and_nothing_else()
    {
        OpValue[] n1 = [.. "aa--abb".Select(c => c == '-' ? OpValue.None : OpValue.Text($"{c}"))];
        var (seen, error) = await WatchAsync(new Scripted(("n1", n1)), rounds: 6);
        Assert.Null(error);
        Assert.Equal(
            [(0, 0L, OpValue.Text("a")), (1, 1000L, OpValue.None), (2, 2000L, OpValue.Text("a")), (3, 2500L, OpValue.Text("b"))],
            seen.Select(o => (o.Index, o.AskedNs / 1_000_000, o.Value)));
        Assert.All(seen, o => Assert.Equal(("topic", "n1", true), (o.Topic, o.Subject, o.TimeNs >= o.AskedNs)));
    }

    [Fact]
    public async Task Subject_that_never_answers_is_in_the_history_too()
    {
        var (seen, _) = await WatchAsync(new Scripted(("n1", [OpValue.None, OpValue.None])), rounds: 1);
        Assert.Equal(OpValue.None, Assert.Single(seen).Value);
    }

    /// <summary>Else nobody knows whether it changed after it was asked last.</summary>
    [Fact]
    public async Task Each_subject_is_asked_once_more_at_the_end()
    {
        var (seen, _) = await WatchAsync(new Scripted(("n1", [OpValue.Text("a"), OpValue.Text("b")])), rounds: 1);
        Assert.Equal([OpValue.Text("a"), OpValue.Text("b")], seen.Select(o => o.Value));
    }

    [Fact]
    public async Task Fault_of_the_probe_is_no_answer_and_is_told()
    {
        var (seen, error) = await WatchAsync(new Scripted(("n1", [OpValue.Text("a")])), rounds: 2);
        Assert.Equal([OpValue.Text("a"), OpValue.None], seen.Select(o => o.Value));
        Assert.Equal("n1: the script is over", error);
    }

    [Fact]
    public async Task Subject_that_hangs_holds_up_no_other()
    {
        var probe = new Scripted(("hangs", []), ("n1", [OpValue.Integer(1), OpValue.Integer(2), OpValue.Integer(2)]));
        var (seen, _) = await WatchAsync(probe, rounds: 2);
        Assert.Equal([OpValue.Integer(1), OpValue.Integer(2)], seen.Select(o => o.Value));
    }

    [Theory]
    [InlineData(1, "topic")]
    [InlineData(0, "other")]
    public async Task Subject_that_is_costly_is_asked_where_a_check_judges_it(int lines, string judged)
    {
        await using var recorder = new HistoryRecorder(new MemoryStream(), new FakeTimeProvider(), []);
        var probe = new Scripted(("n1", [OpValue.Text("a"), OpValue.Text("a")])) { IsCostly = true };
        await new ObservationWatch(probe, [judged], recorder, new FakeTimeProvider()).RunAsync(new CancellationToken(true));
        Assert.Equal(lines, probe.Asked);
    }

    [Fact]
    public async Task Subject_that_tells_all_at_the_end_is_asked_once_then()
    {
        await using var recorder = new HistoryRecorder(new MemoryStream(), new FakeTimeProvider(), []);
        var probe = new Scripted(("n1", [OpValue.Text("a")])) { IsAskedAtEnd = true };
        using var stop = new CancellationTokenSource();
        var watching = new ObservationWatch(probe, [], recorder, new FakeTimeProvider()).RunAsync(stop.Token);
        Assert.Equal(0, probe.Asked);
        await stop.CancelAsync();
        await watching;
        Assert.Equal(1, probe.Asked);
    }

    [Fact]
    public async Task Database_that_shows_nothing_is_not_asked()
    {
        await using var recorder = new HistoryRecorder(new MemoryStream(), new FakeTimeProvider(), []);
        await new ObservationWatch(null, [], recorder, new FakeTimeProvider()).RunAsync(Cancellation);
    }

    /// <summary>Lets the time of one interval pass between two rounds, as often as asked for.</summary>
    private static async Task<(IReadOnlyList<Observation> Seen, string? Error)> WatchAsync(
        Scripted probe, int rounds, params string[] judged)
    {
        var time = new FakeTimeProvider();
        var stream = new MemoryStream();
        var recorder = new HistoryRecorder(stream, time, []);
        await using (recorder)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var watch = new ObservationWatch(probe, judged, recorder, time);
            var running = watch.RunAsync(stop.Token);
            for (var round = 1; round < rounds; round++)
            {
                await probe.AskedAsync(round);
                time.Advance(ObservationWatch.Interval);
            }
            await probe.AskedAsync(rounds);
            await stop.CancelAsync();
            while (!running.IsCompleted)
            {
                time.Advance(ObservationWatch.Interval);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
            }
            await running;
            recorder.Record(new PhaseEvent(RunPhase.Ended, recorder.ElapsedNs));
            await recorder.DisposeAsync();
            return (HistoryReader.Read(new MemoryStream(stream.ToArray()), "h").Observations, watch.Error);
        }
    }

    /// <summary>Says what is written for each subject in turn; one without anything hangs until it is cancelled.</summary>
    private sealed class Scripted(params (string Name, OpValue[] Says)[] subjects) : IObservationProbe
    {
        private readonly ConcurrentDictionary<string, int> _asked = new();
        private readonly Channel<bool> _answered = Channel.CreateUnbounded<bool>();
        private int _heard;

        public bool IsCostly { get; init; }

        public bool IsAskedAtEnd { get; init; }

        /// <summary>How many subjects were.</summary>
        public int Asked => _asked.Count;

        public IReadOnlyList<ObservedSubject> Subjects =>
            [.. subjects.Select(s => new ObservedSubject("topic", s.Name, IsCostly, IsAskedAtEnd))];

        public async Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken)
        {
            var says = subjects.Single(s => s.Name == subject.Name).Says;
            if (says.Length == 0) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            var turn = _asked.AddOrUpdate(subject.Name, 0, (_, last) => last + 1);
            _answered.Writer.TryWrite(true);
            return turn < says.Length ? says[turn] : throw new InvalidOperationException("the script is over");
        }

        /// <summary>Completes when the one subject that answers was asked so often.</summary>
        public async Task AskedAsync(int times)
        {
            for (; _heard < times; _heard++) await _answered.Reader.ReadAsync(Cancellation);
        }
    }
}
