using ChaosService.Checking.Timeseries.Logs;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

public sealed class NodeLogsCheckTests
{
    /// <summary>Of the run's start, in ns since 1970.</summary>
    private const long StartNs = 1_700_000_000_000_000_000;

    private const long EndMs = 20_000;

    private static LogEvent Line(long at, string name, params (string Field, string? Value)[] fields) =>
        new(StartNs + (at * 1_000_000), name, fields.Where(f => f.Value is not null).ToDictionary(f => f.Field, f => f.Value!));

    private static LogEvent Forward(long at, string? trace = "t1", int to = 2) => Line(
        at, LogEvents.Forward, ("db", "d"), ("table", "cpu"), ("shard_id", "1"), ("hash_partition_index", "0"), ("node_id", $"{to}"),
        ("trace_id", trace));

    private static LogEvent Replicated(long at, string trace = "t1", int node = 2, int origin = 1) => Line(
        at, LogEvents.Replicated, ("db", "d"), ("table", "cpu"), ("shard_id", "1"), ("hash_partition_index", "0"), ("node_id", $"{node}"),
        ("trace_id", trace), ("origin", $"{origin}"), ("outcome", "Done"));

    private static LogEvent Write(long at, int node = 1) =>
        Line(at, LogEvents.Write, ("db", "d"), ("node_id", $"{node}"), ("trace_id", "t0"), ("outcome", "Stored"));

    private static LogEvent Phase(long at, string line) =>
        Line(at, LogEvents.Move, ("db_name", "d"), ("table_name", "cpu"), ("shard_id", "1"), ("line", line));

    private static LogEvent Call(long at, string rpc, string outcome = "done") => Line(
        at, LogEvents.MoveCall, ("db_name", "d"), ("table_name", "cpu"), ("shard_id", "1"), ("rpc", rpc), ("outcome", outcome));

    private static readonly LogEvent[] Source =
        [Call(1100, "PrepareShardSnapshot"), Call(2100, "LockShardWrites"), Call(4100, "DeleteShardData")];

    private static readonly LogEvent[] Target =
        [Call(1200, "ApplyShardSnapshot"), Call(2000, "SignalWalStreamProcessed"), Call(4000, "UnlockShardWrites")];

    private static readonly LogEvent[] Coordinator =
    [
        Phase(1000, "Job 7 Initiated. Status: MigratingSnapshot."), Phase(1050, "Calling PrepareShardSnapshot on source node 2"),
        Phase(1900, "Snapshot transfer complete. Status: MigratingWAL."), Phase(2900, "WAL sync complete. Status: AwaitingCutover."),
        Phase(3900, "Cutover complete. Owner: Node3. Status: Stable."), Phase(4900, "Cleanup complete on source 2. Status: Cleaned."),
    ];

    private static Script Logs(params LogEvent[]?[] nodes)
    {
        var script = new Script();
        for (var i = 0; i < nodes.Length; i++)
            script.Observed(
                NodeLogView.Topic, $"ts{i + 1}", EndMs,
                nodes[i] is { } lines ? new NodeLogView(StartNs + (EndMs * 1_000_000), lines).ToValue() : OpValue.None);
        return script;
    }

    private static CheckVerdict Check(Script script, params string[] events) => script.Check("node-logs", new NodeLogsParameters(events));

    private static string Found(Script script)
    {
        var finding = Assert.Single(Check(script).Findings);
        return $"{finding.Anomaly}: {finding.Explanation}";
    }

    [Fact]
    public void Write_that_its_source_has_logged_is_valid()
    {
        var verdict = Check(Logs([Forward(1000), Write(1200)], [Replicated(1100)]), LogEvents.Forward);
        Assert.Equal(
            (Outcome.Valid, "3 lines of 2 nodes have their fields; 1 write handed on and 0 moves are told"),
            (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Line_without_a_field_is_found() => Assert.Equal(
        "missing-field: ts1 logged 2 lines of forward without trace_id, the first at 1.000 s",
        Found(Logs([Forward(1000, trace: null), Forward(2000, trace: null)], [])));

    [Fact]
    public void Write_that_its_source_did_not_log_is_found()
    {
        const string Expected = "unlogged-forward: ts1 did not log 1 write that it handed to other nodes; the first came to ts2 at "
            + "1.100 s, for shard 1, partition 0, trace t1";
        Assert.Equal(Expected, Found(Logs([Write(1200)], [Replicated(1100)])));
        Assert.Equal(Expected, Found(Logs([Write(1200), Forward(1000, trace: "t2")], [Replicated(1100)])));
        // Somebody else's line says nothing of this write.
        Assert.Equal(Expected, Found(Logs([Write(1200)], [Replicated(1100)], [Forward(1000)])));
    }

    [Fact]
    public void Last_lines_of_a_node_that_is_killed_may_be_missing()
    {
        Script Broken(string kind, string node) => Logs([Write(500)], [Replicated(1100)]).Fault("f1", 1500, 9000, kind: kind, nodes: node);
        Assert.Equal(Outcome.Valid, Check(Broken("container-kill", "ts1")).Outcome);
        Assert.Equal(Outcome.Invalid, Check(Broken("container-kill", "ts2")).Outcome);
        Assert.Equal(Outcome.Invalid, Check(Broken("network-partition", "ts1")).Outcome);
    }

    [Fact]
    public void Lines_from_before_the_run_are_no_matter() =>
        Assert.Equal(Outcome.Valid, Check(Logs([Write(1000)], [Replicated(-500)])).Outcome);

    [Fact]
    public void Move_whose_phases_and_calls_are_told_in_order_is_valid()
    {
        var verdict = Check(Moved(Logs(Coordinator, Source, Target)), LogEvents.Move, LogEvents.MoveCall);
        Assert.Equal((Outcome.Valid, 1d), (verdict.Outcome, verdict.Figures["move_count"]));
    }

    [Fact]
    public void Phase_that_is_not_told_is_found()
    {
        var verdict = Check(Moved(Logs([.. Coordinator.Where(l => !l["line"]!.Contains("AwaitingCutover"))], Source, Target)));
        Assert.Equal(
            ["ts1 logged Stable of the move of shard 1 at 3.900 s, after MigratingWAL",
             "shard 1 of table t0 was AwaitingCutover in the catalog, and no node has logged it"],
            verdict.Findings.Select(f => f.Explanation));
        Assert.Equal(["wrong-phase", "unlogged-phase"], verdict.Findings.Select(f => f.Anomaly));
    }

    [Fact]
    public void Phase_that_is_told_too_early_is_found()
    {
        LogEvent[] swapped =
            [.. Coordinator.Select(l => l["line"]!.Contains("Cutover complete") ? l with { AtNs = l.AtNs - 1_500_000_000 } : l)];
        Assert.Contains("wrong-phase", Check(Logs(swapped, Source, Target)).Findings.Select(f => f.Anomaly));
    }

    [Fact]
    public void Call_that_its_node_did_not_log_is_found() => Assert.Equal(
        "unlogged-call: ts1 logged AwaitingCutover of the move of shard 1 at 2.900 s, and no node has logged LockShardWrites of it before",
        Found(Logs(Coordinator, [.. Source.Where(l => l["rpc"] != "LockShardWrites"), Call(2100, "LockShardWrites", "not yet")], Target)));

    [Fact]
    public void Coordinator_that_takes_over_may_say_a_phase_again()
    {
        LogEvent[] second = [Phase(2500, "Snapshot transfer complete. Status: MigratingWAL."), .. Coordinator.Skip(3)];
        Assert.Equal(Outcome.Valid, Check(Logs([.. Coordinator.Take(3)], Source, [.. Target, .. second])).Outcome);
    }

    [Fact]
    public void Move_that_is_given_up_and_begun_again_is_valid()
    {
        LogEvent[] given = [Phase(100, "Job 6 Initiated. Status: MigratingSnapshot."), Phase(200, "Job 6 is given up. Owner: Node2."),
            Phase(300, "Job 6 is undone. Status: Stable.")];
        Assert.Equal(Outcome.Valid, Check(Moved(Logs([.. given, .. Coordinator], Source, Target))).Outcome);
    }

    [Fact]
    public void Logs_that_say_nothing_are_unknown()
    {
        Assert.Equal((Outcome.Unknown, "no node's log was read"), Of(Check(new Script())));
        Assert.Equal((Outcome.Unknown, "the log of ts2 could not be read"), Of(Check(Logs([Write(1000)], null))));
        Assert.Equal(
            (Outcome.Unknown, "no node has logged a line that is looked at; with LOG_LEVEL: debug there is one for each write"),
            Of(Check(Logs([], []))));
        Assert.Equal((Outcome.Unknown, "no node has logged a line of forward"), Of(Check(Logs([Write(1000)]), LogEvents.Forward)));
        var full = new Script().Observed(NodeLogView.Topic, "ts1", EndMs, new NodeLogView(StartNs, [Write(1)], Missed: 3).ToValue());
        Assert.Equal((Outcome.Unknown, "ts1 logged 3 lines more than are kept"), Of(Check(full)));
        // A field that is missing is certain whatever another node has logged.
        Assert.Equal(Outcome.Invalid, Check(Logs([Forward(1000, trace: null)], null)).Outcome);
    }

    private static (Outcome, string) Of(CheckVerdict verdict) => (verdict.Outcome, verdict.Summary);

    /// <summary>As the catalog has the shard in the end.</summary>
    private static Script Moved(Script script) => script.Observed(
        ShardsView.Topic, "ts1", 5000,
        new ShardsView(
            [new ShardView("t0", 1, [["3"]], "Stable MigratingSnapshot MigratingWAL AwaitingCutover Stable Cleaned".Split(' '), null)])
            .ToValue());
}
