using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Checking.Timeseries.ObservedScripts;

namespace ChaosService.Tests.Checking.Timeseries;

public class MigrationCheckTests
{
    private const string Whole = "Stable MigratingSnapshot MigratingWAL AwaitingCutover Stable Cleaned";

    private static CheckVerdict Check(Script script) => script.Check("migration", new MigrationParameters());

    /// <summary>As it was seen before and after a move of one copy from node 1 to node 3.</summary>
    private static Script Moved(string history = Whole, string replicas = "3 2") => new Script()
        .Catalog(1, Shard("Stable", null, "1 2")).Catalog(5, Shard("Stable MigratingSnapshot", "3", "1 2"))
            .Catalog(9, Shard(history, null, replicas));

    private static ReceivedCall[] Calls(params string[] methods) =>
        [.. methods.Select((m, i) => new ReceivedCall(i + 1, m, "t0", 1, true))];

    [Fact]
    public void Move_in_order_is_valid()
    {
        var verdict = Check(Moved().Received(8, 1, Calls("PrepareShardSnapshot", "LockShardWrites", "DeleteShardData"))
            .Received(8, 3, Calls("ApplyShardSnapshot", "ApplyShardSnapshot", "SignalWalStreamProcessed", "UnlockShardWrites")));
        Assert.Equal((Outcome.Valid, "1 move of 1 shard in order"), (verdict.Outcome, verdict.Summary));
    }

    [Theory]
    [InlineData("Stable MigratingSnapshot AwaitingCutover Stable Cleaned")]
    [InlineData("Stable MigratingSnapshot MigratingWAL AwaitingCutover Cleaned")]
    [InlineData("Stable MigratingSnapshot MigratingWAL Stable Cleaned")]
    [InlineData("Stable MigratingWAL AwaitingCutover Stable Cleaned")]
    public void Status_that_is_skipped_is_found(string history) =>
        Assert.Contains(Check(Moved(history)).Findings, f => f.Anomaly == "wrong-order");

    [Fact]
    public void Move_that_was_given_up_and_begun_again_is_in_order() =>
        Assert.Equal(Outcome.Valid, Check(Moved($"Stable MigratingSnapshot MigratingWAL {Whole}")).Outcome);

    [Fact]
    public void Move_that_does_not_end_is_found() => Assert.Contains(
        Check(new Script().Catalog(1, Shard("Stable MigratingSnapshot", "3", "1 2"))).Findings,
        f => f is { Anomaly: "unfinished", Explanation: "shard 1 of table t0 is MigratingSnapshot at the end, on its way to node 3" });

    [Fact]
    public void Target_that_owns_nothing_and_copies_that_are_lost_are_found()
    {
        Assert.Equal("not-owned", Check(Moved(replicas: "1 2")).Findings.Single().Anomaly);
        Assert.Equal("too-few-copies", Check(Moved(replicas: "3")).Findings.Single().Anomaly);
    }

    [Fact]
    public void Copies_that_are_lost_in_a_move_that_nobody_saw_are_found() => Assert.Equal(
        "partition 0 of shard 1 of table t0 had 2 copies before its move, and has 1, as n1 showed at 0.009 s",
        Check(new Script().Catalog(1, Shard("Stable", null, "1 2")).Catalog(9, Shard(Whole, null, "3"))).Findings.Single().Explanation);

    [Theory]
    [InlineData(1, "PrepareShardSnapshot", "DeleteShardData")]
    [InlineData(1, "LockShardWrites", "PrepareShardSnapshot")]
    [InlineData(3, "SignalWalStreamProcessed", "ApplyShardSnapshot")]
    public void Calls_out_of_order_are_found(int node, params string[] methods) =>
        Assert.Contains(Check(Moved().Received(8, node, Calls(methods))).Findings, f => f.Anomaly == "wrong-call");

    [Fact]
    public void Calls_whose_beginning_is_not_known_are_not_judged_by_it() => Assert.Equal(
        Outcome.Valid, Check(Moved().Received(8, 1, new ReceivedCall(17, "LockShardWrites", "t0", 1, true))).Outcome);

    [Fact]
    public void Source_that_is_deleted_before_the_cutover_is_found() => Assert.Contains(
        Check(Moved().Received(3, 1, Calls("PrepareShardSnapshot", "LockShardWrites", "DeleteShardData"))).Findings,
        f => f.Anomaly == "deleted-early");

    /// <summary>What a catalog goes on saying has no line of its own.</summary>
    [Theory]
    [InlineData(6000, true)]
    [InlineData(3500, false)]
    public void Source_that_is_deleted_is_found_by_what_the_catalog_said_until_it_changed(long changed, bool found)
    {
        var verdict = Check(new Script().Catalog(1000, Shard("Stable MigratingSnapshot MigratingWAL AwaitingCutover", "3", "1 2"))
            .Received(3000, 1, Calls("PrepareShardSnapshot", "LockShardWrites", "DeleteShardData"))
            .Catalog(changed, Shard(Whole, null, "3 2")));
        Assert.Equal(found, verdict.Findings.Any(f => f.Anomaly == "deleted-early"));
    }

    [Fact]
    public void No_move_is_unknown() =>
        Assert.Equal("0 moves came to a cutover, fewer than 1", Check(new Script().Catalog(1, Shard("Stable", null, "1"))).Summary);
}
