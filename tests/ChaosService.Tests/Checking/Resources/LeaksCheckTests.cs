using ChaosService.Checking;
using ChaosService.Checking.Resources;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Faults;

namespace ChaosService.Tests.Checking.Resources;

public class LeaksCheckTests
{
    private const long MiB = 1 << 20;

    private static readonly LeaksParameters Parameters = new(32, 32, 64 * MiB, 500, TimeSpan.FromSeconds(5));

    private static CheckVerdict Check(Script script) => script.Check("leaks", Parameters);

    private static (Outcome Outcome, string Summary) Told(Script script) => Check(script) is var v ? (v.Outcome, v.Summary) : default;

    /// <summary>What a node says each second for so long, from ten connections on, a hundred more each second.</summary>
    private static Script Says(
        Script script, string node, Func<int, long?>? descriptors = null, Func<int, long?>? connections = null,
        Func<int, long?>? memory = null, int seconds = 20, int from = 0, int perSecond = 100)
    {
        for (var i = 0; i < seconds; i++)
        {
            var usage = new UsageView(
                i, 10 + (i * perSecond), Or(connections, 4, i), Or(descriptors, 60, i), Or(memory, 100 * MiB, i));
            script.Observed(UsageView.Topic, node, (from + i) * 1000, usage.ToValue());
        }
        return script;

        static long? Or(Func<int, long?>? given, long otherwise, int second) => given is null ? otherwise : given(second);
    }

    [Fact]
    public void Nodes_that_use_no_more_than_before_are_valid() => Assert.Equal(
        (Outcome.Valid, "2 nodes took 2,800 connections and have no more than before"), Told(Says(Says(new Script(), "n1"), "n2")));

    [Fact]
    public void Descriptors_of_closed_connections_are_found()
    {
        var verdict = Check(Says(Says(new Script().Fault("f1", 9000, 9500), "n1"), "n2", i => 60 + (i * 100)));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("fds-leak", finding.Anomaly);
        Assert.Equal(
            "n2 had 660 open files and sockets at 5.000 s and 1,860 at 19.000 s, after 1,400 connections; 32 more are allowed",
            finding.Explanation);
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void Connections_and_memory_are_found()
    {
        Assert.Equal("connections-leak", Assert.Single(Check(Says(new Script(), "n1", connections: i => i * 10)).Findings).Anomaly);
        var finding = Assert.Single(Check(Says(new Script(), "n1", memory: i => (100 + (i * 8)) * MiB)).Findings);
        Assert.Equal("memory-leak", finding.Anomaly);
        Assert.Equal(
            "n1 had 148.0 MiB of memory at 5.000 s and 244.0 MiB at 19.000 s, after 1,400 connections; 64.0 MiB more are allowed",
            finding.Explanation);
    }

    [Theory]
    [InlineData(32, Outcome.Valid)]
    [InlineData(33, Outcome.Invalid)]
    public void Bound_is_for_the_difference_between_the_end_and_the_begin(int more, Outcome outcome) => Assert.Equal(
        outcome, Check(Says(new Script(), "n1", i => i < 12 ? 60 : 60 + more)).Outcome);

    [Fact]
    public void Peak_and_growth_of_the_warm_up_are_no_leaks()
    {
        Assert.Equal(Outcome.Valid, Check(Says(new Script(), "n1", i => i == 19 ? 5000 : 60)).Outcome);
        Assert.Equal(Outcome.Valid, Check(Says(new Script(), "n1", i => i < 5 ? 6 : 60)).Outcome);
    }

    [Fact]
    public void Process_that_starts_again_begins_again()
    {
        Assert.Equal(
            Outcome.Valid, Check(Says(Says(new Script(), "n1", _ => 60), "n1", _ => 160, from: 30)).Outcome);
        Assert.Equal(
            "n1 had 660 open files and sockets at 35.000 s and 1,860 at 49.000 s, after 1,400 connections; 32 more are allowed",
            Assert.Single(Check(Says(Says(new Script(), "n1"), "n1", i => 60 + (i * 100), from: 30)).Findings).Explanation);
    }

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "no node said what it uses"), Told(new Script()));
        Assert.Equal(
            (Outcome.Unknown, "n2 did not say often enough what it uses, after its warm-up of 5s"),
            Told(Says(Says(new Script(), "n1"), "n2", seconds: 10)));
        Assert.Equal(
            (Outcome.Unknown, "n2 did not say often enough what it uses, after its warm-up of 5s"),
            Told(Says(new Script(), "n1").Observed(UsageView.Topic, "n2", 100, OpValue.None)));
        Assert.Equal(
            (Outcome.Unknown, "n1 does not always say how many open files and sockets it has"),
            Told(Says(new Script(), "n1", i => i == 9 ? null : 60)));
        Assert.Equal(
            (Outcome.Unknown, "n1 took 140 connections meanwhile, and 500 are needed to see a leak"),
            Told(Says(new Script(), "n1", perSecond: 10)));
    }

    [Fact]
    public void Descriptors_that_a_system_does_not_count_are_not_told()
    {
        Assert.Equal(
            new UsageView(7, null, null, null, 9),
            UsageView.Of(name => name switch
            {
                "uptime_seconds" => 7, "open_descriptors" => -1, "memory_resident_bytes" => 9, _ => null,
            }));
        var all = new UsageView(1, 2, 3, 4, 5);
        Assert.Equal(all, UsageView.From(all.ToValue()));
        Assert.Null(UsageView.From(OpValue.Object([])));
        Assert.Null(UsageView.From(OpValue.Text("none")));
    }

    [Fact]
    public void Parameters_have_defaults_and_are_checked()
    {
        var kind = CheckKinds.All().Single(k => k.Name == "leaks");
        Assert.Equal(Parameters, kind.Bind(Yaml.Map().Reader));
        Assert.Equal(
            new LeaksParameters(1, 2, 3 * MiB, 4, TimeSpan.FromSeconds(6)),
            kind.Bind(Yaml.Map(("fds", "1"), ("connections", "2"), ("memory", "3MiB"), ("opened", "4"), ("after", "6s")).Reader));
        Assert.Null(kind.Bind(Yaml.Map(("opened", "0")).Reader));
    }
}
