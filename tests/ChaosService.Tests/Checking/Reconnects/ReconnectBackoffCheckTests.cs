using ChaosService.Checking;
using ChaosService.Checking.Reconnects;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Faults;
using ChaosService.Workloads.Logs;
using ChaosService.Workloads.MerkleKv;

namespace ChaosService.Tests.Checking.Reconnects;

public class ReconnectBackoffCheckTests
{
    private const long Ms = 1_000_000;

    /// <summary>When the nodes' logs are read, in ms.</summary>
    private const long End = 60_000;

    private static readonly ReconnectBackoffParameters Parameters =
        new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), 0.5, TimeSpan.FromSeconds(15));

    private static readonly long[] Growing = [150, 320, 500, 1300];
    private static readonly long[] GrowingToo = [110, 210, 780, 810];

    private static CheckVerdict Check(Script script) => script.Check("reconnect-backoff", Parameters);

    private static (Outcome Outcome, string Summary) Told(Script script) => Check(script) is var v ? (v.Outcome, v.Summary) : default;

    private static string[] Anomalies(Script script) => [.. Check(script).Findings.Select(f => f.Anomaly).Distinct()];

    /// <summary>The broker is away from the first second to the tenth.</summary>
    private static Script Run() => new Script().Fault("f1", 1000, 10_000, kind: "container-kill", nodes: "broker");

    private static LogEvent At(long ms, string name) => new(ms * Ms, name, new Dictionary<string, string>());

    private static LogEvent Waits(long at, long pause) =>
        new(at * Ms, LinkEvents.Reconnecting, new Dictionary<string, string> { [LinkEvents.Pause] = $"{pause}" });

    /// <summary>The pauses one after the other, each with an attempt of 10 ms after it, and then a connection.</summary>
    private static List<LogEvent> Outage(long from, long? connected, params long[] pauses)
    {
        List<LogEvent> lines = [];
        foreach (var pause in pauses)
        {
            lines.Add(Waits(from, pause));
            from += pause + 10;
        }
        if (connected is { } at) lines.Add(At(at, LinkEvents.Connected));
        return lines;
    }

    private static Script Log(Script script, string node, params IEnumerable<LogEvent> lines) => script.Observed(
        NodeLogView.Topic, node, End,
        new NodeLogView(End * Ms, [At(0, LinkEvents.Started), At(5, LinkEvents.Connected), .. lines]).ToValue());

    private static Script TwoNodes(IEnumerable<LogEvent> first, IEnumerable<LogEvent> second) => Log(Log(Run(), "n1", first), "n2", second);

    [Fact]
    public void Pauses_that_grow_differ_and_end_are_valid() => Assert.Equal(
        (Outcome.Valid, "8 pauses in 2 outages grow, differ and end with a connection"),
        Told(TwoNodes(Outage(1000, 11_000, Growing), Outage(1000, 12_000, GrowingToo))));

    [Fact]
    public void Pauses_that_stay_the_same_are_found_with_the_fault()
    {
        var verdict = Check(TwoNodes(Outage(1000, 11_000, 200, 200, 200, 200), Outage(1000, 11_000, 200, 200, 200, 200)));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        Assert.Equal(["no-backoff", "no-backoff", "no-jitter"], verdict.Findings.Select(f => f.Anomaly));
        Assert.Equal(
            "before attempt 3 of the outage at 1.000 s n1 waited 200 ms; at least 400 ms are due by then", verdict.Findings[0].Explanation);
        Assert.Equal(
            "n1, n2 waited equally long before each attempt, 200 ms before the first: they come back together",
            verdict.Findings[2].Explanation);
        Assert.Equal(["f1"], verdict.Findings[0].Faults);
    }

    [Fact]
    public void Pauses_that_double_without_chance_are_found() => Assert.Equal(
        ["no-jitter"], Anomalies(TwoNodes(Outage(1000, 11_000, 200, 400, 800, 1600), Outage(1000, 11_000, 200, 400, 800, 1600))));

    [Fact]
    public void Pauses_that_grow_without_end_are_found() => Assert.Equal(
        ["too-long"], Anomalies(TwoNodes(Outage(1000, 11_000, 150, 320, 800, 5002), Outage(1000, 11_000, GrowingToo))));

    [Fact]
    public void Pause_that_is_told_and_not_kept_is_found()
    {
        List<LogEvent> hasty = [Waits(1000, 150), Waits(1160, 320), Waits(1300, 500), Waits(1900, 1300), At(11_000, LinkEvents.Connected)];
        Assert.Equal(["not-waited"], Anomalies(TwoNodes(hasty, Outage(1000, 11_000, GrowingToo))));
    }

    [Theory]
    [InlineData(25_000L, Outcome.Valid)]
    [InlineData(25_001L, Outcome.Invalid)]
    public void Connection_comes_within_its_time_after_the_fault(long connected, Outcome outcome) => Assert.Equal(
        outcome, Check(TwoNodes(Outage(1000, connected, Growing), Outage(1000, 12_000, GrowingToo))).Outcome);

    [Fact]
    public void Connection_that_never_comes_is_found()
    {
        var finding = Assert.Single(Check(TwoNodes(Outage(1000, null, Growing), Outage(1000, 12_000, GrowingToo))).Findings);
        Assert.Equal("late-reconnect", finding.Anomaly);
        Assert.Equal(
            "n1 had no connection 50.0 s after the end of its outage at 10.000 s; 15.0 s are allowed", finding.Explanation);
    }

    [Fact]
    public void Connection_that_may_still_come_in_time_is_unknown() => Assert.Equal(
        (Outcome.Unknown, "n1 had no connection yet when its log was read"),
        Told(TwoNodes(Outage(50_000, null, Growing), Outage(1000, 12_000, GrowingToo))));

    [Fact]
    public void Process_that_starts_again_begins_again()
    {
        List<LogEvent> cut = [.. Outage(1000, null, Growing), At(9000, LinkEvents.Started), .. Outage(9010, 11_000, 130, 350)];
        Assert.Equal(Outcome.Valid, Check(TwoNodes(cut, Outage(1000, 12_000, GrowingToo))).Outcome);
    }

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "no node's log was read"), Told(Run()));
        Assert.Equal((Outcome.Unknown, "no node tells in its log that it tried to reconnect"), Told(Log(Run(), "n1")));
        Assert.Equal(
            (Outcome.Unknown, "the log of n2 could not be read"),
            Told(Log(Run(), "n1", Outage(1000, 11_000, Growing)).Observed(NodeLogView.Topic, "n2", End, OpValue.None)));
        Assert.Equal(
            (Outcome.Unknown, "no node waited more than 2 times in one outage, too few to see the pauses grow"),
            Told(TwoNodes(Outage(1000, 11_000, 150, 250), Outage(1000, 11_000, 110, 300))));
        Assert.Equal(
            (Outcome.Unknown, "0 pauses can be compared, too few to see that they differ"),
            Told(Log(Run(), "n1", Outage(1000, 11_000, Growing))));
    }

    [Fact]
    public void Log_that_says_less_than_it_should_is_unknown()
    {
        Assert.Equal(
            (Outcome.Unknown, "the log of n1 does not tell when it is connected"),
            Told(Run().Observed(
                NodeLogView.Topic, "n1", End, new NodeLogView(End * Ms, [.. Outage(1000, null, 200, 200, 200)]).ToValue())));
        Assert.Equal(
            (Outcome.Unknown, "n1 tells of an attempt without a pause"),
            Told(TwoNodes([At(1000, LinkEvents.Reconnecting)], Outage(1000, 11_000, GrowingToo))));
        Assert.Equal(
            (Outcome.Unknown, "n1 logged 2 lines more than are kept"),
            Told(Run().Observed(
                NodeLogView.Topic, "n1", End, new NodeLogView(End * Ms, [.. Outage(1000, null, Growing)], Missed: 2).ToValue())));
    }

    [Fact]
    public void Clock_that_was_changed_makes_the_times_of_the_lines_useless() => Assert.Equal(
        (Outcome.Unknown, "f2 (clock-skew) changed the clock that the logs have their times of"),
        Told(TwoNodes(Outage(1000, 40_000, Growing), Outage(1000, 12_000, GrowingToo)).Fault("f2", 1000, 2000, kind: "clock-skew")));

    [Theory]
    [InlineData("first", "0s", "'first' must be longer than zero")]
    [InlineData("longest", "100ms", "'longest' is shorter than 'first'")]
    [InlineData("first", "6s", "'longest' is shorter than 'first'")]
    public void Parameters_that_make_no_sense_are_refused(string key, string value, string problem)
    {
        var (reader, problems) = Yaml.Map((key, value));
        Assert.Null(CheckKinds.All().Single(k => k.Name == "reconnect-backoff").Bind(reader));
        Assert.Equal([problem], problems.Select(p => p.Message));
    }

    [Fact]
    public void Parameters_have_the_defaults_of_the_nodes() =>
        Assert.Equal(Parameters, CheckKinds.All().Single(k => k.Name == "reconnect-backoff").Bind(Yaml.Map().Reader));

    [Fact]
    public void Line_of_a_node_is_read_with_its_pause()
    {
        const string Line =
            """{"Timestamp":"2026-11-29T10:00:00.120Z","EventId":8102,"LogLevel":"Warning","Category":"ChaosService.MerkleKv.Node","""
                + """ "Message":"Attempt 3 to reconnect in 640 ms: refused","State":{"Message":"Attempt 3 in 640 ms","""
                + """ "Attempt":3,"DelayMs":640,"Why":"refused","{OriginalFormat}":"Attempt {Attempt}"}}""";
        var read = LogReader.Read(Line, LinkLines.Names)!;
        Assert.Equal(LinkEvents.Reconnecting, read.Name);
        Assert.Equal(["Attempt 3", "DelayMs 640", "Why refused"], read.Fields.Select(f => $"{f.Key} {f.Value}").Order());
    }
}
