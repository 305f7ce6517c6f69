using ChaosService.Checking.KeyValue;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.KeyValue;

public class ReplicationLatencyCheckTests
{
    private const long Ms = 1_000_000;

    private static CheckVerdict Check(Script script, int? p95 = null, int? p99 = null) => script.Check(
        "replication-latency", new ReplicationLatencyParameters(Milliseconds(p95), Milliseconds(p99)));

    private static TimeSpan? Milliseconds(int? count) => count is { } known ? TimeSpan.FromMilliseconds(known) : null;

    /// <summary>The change of a value, which arrived at a time; the subscriber is asked at 1000 ms.</summary>
    private static ChangeEvent Arrived(long value, long at) =>
        new($"{value:x2}", 10, "n1", "set", "k1", $"{value}") { IsRepeated = false, IsRedelivered = false, AgeNs = (1000 - at) * Ms };

    /// <summary>Writes that are acknowledged at 10, 20, … ms, and their changes, each so many ms later.</summary>
    private static Script Late(params long[] latencies)
    {
        var script = Load();
        for (var i = 0; i < latencies.Length; i++) script.Write(i, (i * 10) + 5, (i * 10) + 10);
        return Seen(script, [.. latencies.Select((l, i) => Arrived(i, (i * 10) + 10 + l))]);
    }

    private static Script Load() => new Script().Phase(RunPhase.LoadStarted, 0).Phase(RunPhase.LoadEnded, 900);

    private static Script Seen(Script script, ChangeEvent[] changes, string? missed = null) =>
        script.Observed(ChangesView.Topic, "broker", 1000, new ChangesView(changes, missed).ToValue());

    private static (Outcome Outcome, string Summary) Told(CheckVerdict verdict) => (verdict.Outcome, verdict.Summary);

    [Fact]
    public void Time_from_a_reply_to_its_change_is_told() => Assert.Equal(
        (Outcome.Valid, "p50 20 ms, p95 30 ms, p99 30 ms, max 30 ms"), Told(Check(Late(10, 20, 30), p95: 31, p99: 31)));

    [Fact]
    public void Change_before_the_reply_took_no_time() => Assert.Equal(0, Check(Late(-3)).Figures["max_ms"]);

    [Theory]
    [InlineData(29, null, "p95 was 30 ms, above 29ms")]
    [InlineData(null, 29, "p99 was 30 ms, above 29ms")]
    public void Bound_that_is_exceeded_is_found(int? p95, int? p99, string why)
    {
        var verdict = Check(Late(10, 20, 30), p95, p99);
        Assert.Equal((Outcome.Invalid, why), Told(verdict));
        Assert.Equal("late", Assert.Single(verdict.Findings).Anomaly);
    }

    [Fact]
    public void Of_a_change_that_comes_twice_the_first_arrival_counts() => Assert.Equal(
        10, Check(Seen(Load().Write(0, 5, 10), [Arrived(0, 20), Arrived(0, 80)])).Figures["max_ms"]);

    [Fact]
    public void Answer_that_took_longer_than_the_excess_is_unknown()
    {
        var slow = Load().Write(0, 5, 10);
        slow.Observed(ChangesView.Topic, "broker", 1000, new ChangesView([Arrived(0, 40)], null).ToValue(), asked: 990);
        Assert.Equal(
            (Outcome.Unknown, "p99 was 30 ms, above 25ms, and may be shorter by the 10 ms that the subscriber took to answer"),
            Told(Check(slow, p99: 25)));
        Assert.Equal(Outcome.Invalid, Check(slow, p99: 19).Outcome);
        Assert.Equal(Outcome.Valid, Check(slow, p99: 30).Outcome);
    }

    [Fact]
    public void Faults_have_rows_and_are_judged()
    {
        var verdict = Check(Late(10, 20, 300).Fault("f1", 22, 40, kind: "mqtt-fault"), p99: 100);
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        Assert.Equal(
            [("before f1 mqtt-fault", 20.0), ("during f1 mqtt-fault", 300.0)],
            verdict.Rows.Select(r => (r.Label, r.Figures["max_ms"])));
    }

    [Theory]
    [InlineData(null, "no change of the write of 1 to k1 at 0.011 s was seen")]
    [InlineData("lost", "no change of the write of 1 to k1 at 0.011 s was seen, and lost")]
    public void Write_without_a_change_is_unknown(string? missed, string why) => Assert.Equal(
        (Outcome.Unknown, why), Told(Check(Seen(Load().Write(0, 5, 10).Write(1, 11, 12), [Arrived(0, 500)], missed), p99: 1)));

    [Fact]
    public void Only_acknowledged_writes_of_the_load_count() => Assert.Equal(
        1,
        Check(Seen(
            Load().Write(0, 5, 10).Write(1, 11, 12, OpType.Info).Write(2, 13, 14, OpType.Fail).Write(3, 950, 951),
            [Arrived(0, 20), Arrived(1, 500), Arrived(3, 960)])).Figures["write_count"]);

    [Fact]
    public void Too_little_known_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "what the nodes tell each other was not seen"), Told(Check(Load().Write(0, 5, 10))));
        Assert.Equal((Outcome.Unknown, "no write of the load was acknowledged"), Told(Check(Seen(Load(), [Arrived(0, 20)]))));
        Assert.Equal(
            (Outcome.Unknown, "the history does not say when changes arrived"),
            Told(Check(Seen(Load().Write(0, 5, 10), [Arrived(0, 20) with { AgeNs = null }]))));
        Assert.Equal(
            (Outcome.Unknown, "0 was written to k1 more than once, and the changes cannot be told apart"),
            Told(Check(Seen(Load().Write(0, 5, 10).Write(0, 15, 20), [Arrived(0, 20)]))));
    }
}
