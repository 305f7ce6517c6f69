using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Tests.Migration.Simulation;

namespace ChaosService.Reference.Tests.Migration;

/// <summary>A seed that fails is in the message.</summary>
public sealed class MigrationSimulationTests(ITestOutputHelper output)
{
    private const int StepsEach = 10_000;
    private const int Seeds = 120;

    [Fact]
    public void Move_in_trouble_keeps_its_promises_and_comes_to_an_end()
    {
        var (steps, moved, aborted, acknowledged) = (0L, 0, 0, 0);
        var crashes = new SortedDictionary<ShardStatus, int>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var world = new MigrationWorld(seed);
            var broken = Broken(world);
            Assert.True(broken is null, $"seed {seed}, step {world.Steps}: {broken?.Message}");
            (steps, moved, aborted) = (steps + world.Steps, moved + world.Rules.Moved, aborted + world.Rules.Aborted);
            acknowledged += world.Rules.Acknowledged;
            foreach (var (status, count) in world.Crashes) crashes[status] = crashes.GetValueOrDefault(status) + count;
        }
        output.WriteLine(
            $"{steps} steps, {moved} moves, {aborted} given up, {acknowledged} writes; crashes "
                + string.Join(", ", crashes.Select(c => $"{c.Key}: {c.Value}")));
        Assert.True(steps >= 1_000_000);
        // A simulation in which nothing gets done, or nobody crashes while it does, shows nothing.
        Assert.True(moved > 500 && aborted > 100 && acknowledged > 10_000, $"{moved} moves, {aborted} given up, {acknowledged} writes");
        Assert.All(
            [ShardStatus.MigratingSnapshot, ShardStatus.MigratingWAL, ShardStatus.AwaitingCutover, ShardStatus.Stable],
            status => Assert.True(crashes.GetValueOrDefault(status) > 20, $"{status}"));
    }

    [Theory]
    [InlineData(MigrationBugs.CutoverWithoutWalSync, MigrationRule.AcknowledgedWritesKept)]
    [InlineData(MigrationBugs.NoWriteLock, MigrationRule.AcknowledgedWritesKept)]
    [InlineData(MigrationBugs.SourceNeverDeleted, MigrationRule.SourceCleaned)]
    [InlineData(MigrationBugs.DeleteBeforeFlip, MigrationRule.RpcOrder)]
    internal void Bug_is_found_within_some_seeds(MigrationBugs bug, MigrationRule expected)
    {
        var found = new List<string>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            if (Broken(new MigrationWorld(seed, bug)) is not { } broken) continue;
            if (broken.Rule == expected) return;
            found.Add($"seed {seed}: {broken.Message}");
        }
        Assert.Fail($"{bug} does not break {expected} within {Seeds} seeds. {string.Join('\n', found)}");
    }

    [Fact]
    public void Same_seed_gives_the_same_run()
    {
        var (a, b) = (new MigrationWorld(7), new MigrationWorld(7));
        a.Run(StepsEach);
        b.Run(StepsEach);

        Assert.Equal((a.Steps, a.Rules.Acknowledged, a.Rules.Moved), (b.Steps, b.Rules.Acknowledged, b.Rules.Moved));
    }

    private static RuleBrokenException? Broken(MigrationWorld world)
    {
        try
        {
            world.Run(StepsEach);
            return null;
        }
        catch (RuleBrokenException broken)
        {
            return broken;
        }
    }
}
