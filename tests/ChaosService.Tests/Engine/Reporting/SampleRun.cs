using ChaosService.Model.Checks;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Faults;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Model.Workloads;

namespace ChaosService.Tests.Engine.Reporting;

/// <summary>
/// A made-up run of 60 s: a primary is cut off from 20 s to 35 s, another node is slow from 30 s, two acknowledged writes get lost.
/// </summary>
internal static class SampleRun
{
    public const string Evil = "<script>alert(1)</script>\u0001 </pre> & \"quoted\"";

    private const long Second = 1_000_000_000;

    public static History History(int ops = 30_000, long seed = 42)
    {
        var random = new SeededRandom(seed);
        var result = new Op[ops];
        for (var i = 0; i < ops; i++) result[i] = Op(i, 60 * Second * i / ops, random);
        return new History
        {
            Ops = result,
            FaultEvents =
            [
                .. Fault("f1", "network-partition", 20, 35, "redis1", "redis1 → redis2:6379 no answer in 300 ms; 148 packets dropped"),
                .. Fault("f2", "network-delay", 30, 48, "redis2", "rtt redis2 → redis3 50.4 ms (0.2 ms before)"),
                .. Fault("f3", "container-kill", 52, 53, "redis3", "pid 4711 is gone"),
            ],
            Phases =
            [
                new(RunPhase.LoadStarted, 0), new(RunPhase.LoadEnded, 60 * Second), new(RunPhase.Converged, 61 * Second),
                new(RunPhase.FinalReadsStarted, 61 * Second), new(RunPhase.FinalReadsEnded, 62 * Second), new(RunPhase.Ended, 63 * Second),
            ],
        };
    }

    public static RunRecord Record(History history, Outcome outcome = Outcome.Invalid, Expectation? expected = null, string? aborted = null)
    {
        var lost = history.Ops.Span[(int)(history.Ops.Length * 0.36)];
        var checks = outcome switch
        {
            Outcome.Valid => [Availability(Outcome.Valid)],
            Outcome.Unknown => [Availability(Outcome.Valid), CheckVerdict.Unknown("set-full", "fault f1 had no observed effect")],
            _ => new[]
            {
                Lost(lost, history), Availability(Outcome.Valid),
                CheckVerdict.Unknown("latency", "fewer than 100 ops after f3: p99.9 says nothing"),
            },
        };
        return new RunRecord
        {
            RunId = "20250301-101500-primary-partition-7f3a",
            StartedAt = new DateTimeOffset(2025, 3, 1, 10, 15, 0, TimeSpan.Zero),
            EndedAt = new DateTimeOffset(2025, 3, 1, 10, 16, 3, TimeSpan.Zero),
            Plan = Plan(expected),
            Verdict = RunVerdict.Merge(checks, expected, aborted),
            Faults = history.Faults,
            Environment = [new("chaosservice", "0.1.0"), new(
                "kernel", "6.18.5"), new("docker", "20.10.24"), new("cores", "2"), new("network-delay backend", "nfqueue")],
            RepeatCommand = "./chaosctl run experiments/redis-sentinel/primary-partition.yaml --seed 42",
            Ops = Count(history),
            DryRuns = new Dictionary<string, IReadOnlyList<string>>
            {
                ["f1"] = ["redis1: nft -f -", "table inet chaosservice { … drop }"], ["f3"] = ["docker kill --signal KILL redis3"],
            },
            Notes = [$"redis3's log could not be captured: {Evil}"],
        };
    }

    private static Op Op(int i, long intended, SeededRandom random)
    {
        var cutOff = intended is > 20 * Second and < 35 * Second && random.Next(3) == 0;
        var slow = intended is > 30 * Second and < 48 * Second && random.Next(3) == 0;
        var u = random.NextDouble();
        var latency = (long)(1e6 * (0.4 + (0.5 * -Math.Log(1 - u)) + (u > 0.995 ? 20 * random.NextDouble() : 0) + (slow ? 50 : 0)));
        var outcome = cutOff ? random.Next(4) == 0 ? OpType.Fail : OpType.Info : OpType.Ok;
        if (outcome == OpType.Info) latency = Second;
        return new Op
        {
            Index = 2 * i, CompletionIndex = (2 * i) + 1, Process = i % 10, Outcome = outcome, F = Functions.Add, Key = $"k{i % 5}",
            Value = OpValue.Integer(i), IntendedNs = intended, InvokedNs = intended + 20_000,
            CompletedNs = i % 997 == 0 && outcome == OpType.Info ? long.MaxValue : intended + latency, Node = $"redis{1 + (i % 3)}",
            Error = outcome switch { OpType.Info => "timeout", OpType.Fail => Evil, _ => null },
        };
    }

    private static IEnumerable<FaultEvent> Fault(string id, string kind, int from, int to, string node, string evidence) =>
    [
        new(-1, from * Second, id, kind, FaultStep.Inject, [node], null, ""),
        new(-1, (from * Second) + 38_000_000, id, kind, FaultStep.Injected, [node], null, ""),
        new(-1, (from * Second) + 400_000_000, id, kind, FaultStep.Effect, [node], true, evidence),
        new(-1, to * Second, id, kind, FaultStep.Revert, [node], null, ""),
        new(-1, (to * Second) + 25_000_000, id, kind, FaultStep.Reverted, [node], null, ""),
        new(
            -1, (to * Second) + 300_000_000, id, kind, FaultStep.Recovery, [node], id != "f3",
            id == "f3" ? "redis3 did not answer within 10 s" : "all peers answer"),
    ];

    private static CheckVerdict Lost(Op lost, History history) => new()
    {
        Check = "set-full",
        Outcome = Outcome.Invalid,
        Summary = "2 of 22,301 acknowledged elements are lost",
        Figures = new Dictionary<string, double>
        {
            ["acknowledged_count"] = 22_301, ["lost_count"] = 2, ["lost_ratio"] = 2 / 22_301d, ["recovered_count"] = 117,
        },
        Findings =
        [
            new Finding
            {
                Anomaly = "lost", Count = 2, Faults = ["f1"],
                Explanation =
                    $"Element {lost.Value} was acknowledged at {lost.CompletedNs / 1e9:0.000} s by {lost.Node}, and no read that began "
                        + $"after 48.102 s holds it. {Evil}",
                Ops = [lost, history.Ops.Span[^1] with
                {
                    F = Functions.Read, Value = OpValue.List(new long[1000]), InvokedNs = 61 * Second, IntendedNs = 61 * Second,
                    CompletedNs = (61 * Second) + 40_000_000,
                }],
            },
        ],
    };

    private static CheckVerdict Availability(Outcome outcome) => new()
    {
        Check = "availability", Outcome = outcome,
        Summary = "99.2 % of ops succeeded (objective 99 %), 99.99 % outside faults (objective 99.9 %)",
        Figures = new Dictionary<string, double> { ["success_ratio"] = 0.992, ["longest_gap_s"] = 1.25 }, Rows =
        [
            new("outside faults", new Dictionary<string, double> { ["success_ratio"] = 0.9999, ["p50_ms"] = 0.7, ["p99_ms"] = 3.1 }),
            new(
                "during f1 network-partition",
                new Dictionary<string, double> { ["success_ratio"] = 0.66, ["p50_ms"] = 0.9, ["p99_ms"] = 1000 }),
            new(
                "during f2 network-delay",
                new Dictionary<string, double> { ["success_ratio"] = 0.98, ["p50_ms"] = 0.9, ["p99_ms"] = 61.5 }),
        ],
    };

    private static Plan Plan(Expectation? expected) => new()
    {
        Experiment = "primary-partition",
        Description = "Acknowledged writes of an isolated primary are lost when it is demoted.",
        Labels = new Dictionary<string, string> { ["suite"] = "quick" },
        Seed = 42,
        Target = new TargetSpec(new TargetDefinition
        {
            Name = "redis-sentinel", Database = "redis", Nodes = [new("redis1", "redis"), new("redis2", "redis"), new("redis3", "redis")],
        }, null, new Dictionary<string, string>()),
        Duration = TimeSpan.FromSeconds(60),
        Load = [new PlannedLoad(0, "set", new SampleWorkload(5), 10, 500, TimeSpan.FromSeconds(1), new SampleClient())],
        Faults =
        [
            new(
                "f1", "network-partition", new SamplePartition("everyone", ["redis2"]), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(15),
                [], "primary", 1, null, Drawn: false, Seed: 7),
            new(
                "f2", "network-delay", new SampleDelay(TimeSpan.FromMilliseconds(50)), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(18),
                ["redis2"], null, 0, null, Drawn: false, Seed: 7),
        ],
        Checks = [new("set-full", new SampleCheck()), new("availability", new SampleCheck(0.99))],
        Safety = new SafetyLimits(MaxNodes: 1),
        Expect = expected,
    };

    private static OpCounts Count(History history)
    {
        var counts = new long[4];
        foreach (ref readonly var op in history.Ops.Span) counts[(int)op.Outcome]++;
        return new OpCounts(counts[(int)OpType.Ok], counts[(int)OpType.Fail], counts[(int)OpType.Info], 0);
    }

    private sealed record SampleWorkload(int Keys) : WorkloadParameters
    {
        public override IReadOnlyList<string> Functions => ["add"];
    }

    private sealed record SampleClient : ClientOptions;

    private sealed record SamplePartition(string From, IReadOnlyList<string> Names) : FaultParameters;

    private sealed record SampleDelay(TimeSpan Delay) : FaultParameters
    {
        public override TimeSpan? OwnHold => Delay;
    }

    private sealed record SampleCheck(double? Objective = null) : CheckParameters;
}
