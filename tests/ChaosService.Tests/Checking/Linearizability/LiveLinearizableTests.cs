using ChaosService.Checking.Linearizability.Wgl;
using ChaosService.Checking.Linearizability.Zones;
using ChaosService.Model.Histories;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Checking.Linearizability;

public class LiveLinearizableTests
{
    private static readonly Arbitrary<int> Seed = Arb.From(Gen.Choose(0, int.MaxValue));

    private static string[] Anomalies(Script script) => [.. OracleTests.LiveFindings(script.Build()).Select(f => f.Anomaly)];

    [Fact]
    public void Stale_read_is_found_as_it_is_done()
    {
        var script = new Script().Write(1, 0, 1).Write(2, 2, 3).Read(2, 4, 5).Read(1, 6, 7);
        var finding = Assert.Single(OracleTests.LiveFindings(script.Build()));
        Assert.Equal(("stale-read", 7), (finding.Anomaly, finding.Ops[^1].CompletionIndex));
        Assert.StartsWith("process 3 read 1 from k1 at 0.006–0.007 s although 2 had replaced it by 0.003 s", finding.Explanation);
    }

    [Fact]
    public void Value_retired_long_ago_is_found()
    {
        var script = new Script();
        for (var i = 1; i <= 1_000; i++) script.Write(i, i * 10, (i * 10) + 5);
        Assert.Equal(["stale-read"], Anomalies(script.Read(900, 20_000, 20_001)));
        Assert.Equal(["stale-read", "phantom-read"], Anomalies(script.Read(3, 20_002, 20_003)));
    }

    [Fact]
    public void Phantom_and_write_that_failed_are_found()
    {
        Assert.Equal(["phantom-read"], Anomalies(new Script().Read(9, 0, 1)));
        Assert.Equal(["phantom-read"], Anomalies(new Script().Write(9, 0, 1, OpType.Fail).Read(9, 2, 3)));
    }

    [Fact]
    public void Register_that_holds_text_as_well_raises_no_alarm()
    {
        var text = new Script().Add(Functions.Write, OpValue.Text("a"), 0, 1, OpType.Ok, "k1").Read(9, 2, 3);
        Assert.Empty(Anomalies(text));
        Assert.Equal(["phantom-read"], Anomalies(text.Read(9, 4, 5, key: "k2")));
    }

    [Theory]
    [InlineData(Functions.Delete)]
    [InlineData(Functions.Increment)]
    public void Register_with_other_functions_raises_no_alarm(string f)
    {
        var other = new Script().Add(f, OpValue.Integer(9), 0, 1, OpType.Ok, "k1").Read(9, 2, 3);
        Assert.Empty(Anomalies(other));
        Assert.Equal(["phantom-read"], Anomalies(other.Read(9, 4, 5, key: "k2")));
    }

    [Fact]
    public void Second_compare_and_set_from_a_value_is_found() =>
        Assert.NotEmpty(Anomalies(new Script().Write(1, 0, 1).Cas(1, 2, 2, 3).Cas(1, 3, 4, 5)));

    [Fact]
    public void Long_sound_runs_raise_no_alarm_and_are_linearizable() =>
        Prop.ForAll(Seed, seed =>
        {
            var history = RegisterRun.Of(seed, ops: 600, clients: 5, stale: false);
            return OracleTests.LiveFindings(history).Count == 0 && ZoneCheck.TryCheck(SmallHistory.RegisterOps(history)) is { Count: 0 };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Long_stale_runs_raise_alarms_that_the_final_check_confirms()
    {
        var found = 0;
        Prop.ForAll(Seed, seed =>
        {
            var history = RegisterRun.Of(seed, ops: 600, clients: 5, stale: true);
            var live = OracleTests.LiveFindings(history).Count;
            if (live > 0) found++;
            return live == 0 || ZoneCheck.TryCheck(SmallHistory.RegisterOps(history)) is { Count: > 0 };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        Assert.True(found > 100, $"only {found} of 300 stale runs were found while they went on");
    }

    [Fact]
    public void Zones_and_search_agree_on_runs_too_long_for_every_order() =>
        Prop.ForAll(Seed, seed =>
        {
            var ops = SmallHistory.RegisterOps(RegisterRun.Of(seed, ops: 40, clients: 4, stale: seed % 2 == 0));
            var search = new WglSearch(ops, 64 << 20, CancellationToken.None).Run();
            return search.Undecided is not null || (ZoneCheck.TryCheck(ops)!.Count == 0) == (search.Conflict is null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
