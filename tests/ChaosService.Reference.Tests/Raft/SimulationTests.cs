using System.Globalization;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Tests.Raft.Simulation;

namespace ChaosService.Reference.Tests.Raft;

/// <summary>
/// A seed that fails is in the message. To see it again: <c>RAFT_SEED=n</c> in the environment, and the first test runs it alone.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int StepsEach = 15_000;

    /// <summary>Enough for the rarest bug, that of Figure 8 of the paper; the clean servers go through all.</summary>
    private const int SeedsMax = 1000;

    [Theory]
    [InlineData(0)]
    [InlineData(250)]
    [InlineData(500)]
    [InlineData(750)]
    public void Group_in_trouble_keeps_what_Raft_promises(int firstSeed)
    {
        var (first, count) = Environment.GetEnvironmentVariable("RAFT_SEED") is { } one
            ? (int.Parse(one, CultureInfo.InvariantCulture), 1)
            : (firstSeed, int.Parse(Environment.GetEnvironmentVariable("RAFT_SEEDS") ?? $"{SeedsMax / 4}", CultureInfo.InvariantCulture));
        var (steps, acknowledged, reads, elections, committed) = (0L, 0L, 0L, 0, 0L);
        var coverage = new Coverage();
        for (var seed = first; seed < first + count; seed++)
        {
            var simulation = new SimulatedGroup(seed);
            var broken = Violation(simulation);
            Assert.True(broken is null, $"seed {seed}, step {simulation.Steps}: {broken?.Message}");
            coverage.Add(simulation.Invariants.Coverage);
            steps += simulation.Steps;
            acknowledged += simulation.Clients.Acknowledged;
            reads += simulation.Clients.ReadsAnswered;
            elections += simulation.Invariants.Elections;
            committed += simulation.Invariants.CommittedCount;
        }
        output.WriteLine($"{steps} steps, {elections} elections, {committed} entries, {acknowledged} writes, {reads} reads, {coverage}");
        Assert.True(steps >= count * StepsEach);
        // A simulation in which nothing gets done shows nothing.
        Assert.True(acknowledged > count * 100 && reads > count * 50 && elections > count * 2, "The servers hardly got anything done.");
        Assert.True(
            count == 1 || (coverage.SnapshotsInstalled > count / 2 && coverage.MembershipsCommitted > count && coverage.HandOvers > count),
            $"What is rare hardly happened: {coverage}.");
    }

    [Theory]
    [InlineData(RaftBugs.VoteNotPersisted, Invariant.ElectionSafety)]
    [InlineData(RaftBugs.CommitOldTermByCount, Invariant.LeaderCompleteness)]
    [InlineData(RaftBugs.AckBeforeQuorum, Invariant.LeaderCompleteness)]
    [InlineData(RaftBugs.NoFsync, Invariant.LeaderCompleteness)]
    [InlineData(RaftBugs.StaleReadFromFollower, Invariant.LinearizableReads)]
    [InlineData(RaftBugs.AppendWithoutPreviousCheck, Invariant.LogMatching)]
    internal void Bug_is_found_within_some_seeds(RaftBugs bug, Invariant expected)
    {
        var found = new List<string>();
        for (var seed = 0; seed < SeedsMax; seed++)
        {
            var broken = Violation(new SimulatedGroup(seed, bug));
            if (broken is null) continue;
            found.Add($"seed {seed}: {broken.Message}");
            if (broken.Invariant != expected) continue;
            output.WriteLine(found[^1]);
            return;
        }
        Assert.Fail($"{bug} does not break {expected} within {SeedsMax} seeds. {string.Join('\n', found)}");
    }

    [Fact]
    public void Same_seed_gives_the_same_run()
    {
        var (a, b) = (new SimulatedGroup(7), new SimulatedGroup(7));
        a.Run(StepsEach);
        b.Run(StepsEach);

        Assert.Equal(
            (a.Steps, a.Clients.Acknowledged, a.Invariants.CommittedCount), (b.Steps, b.Clients.Acknowledged, b.Invariants.CommittedCount));
    }

    private static ViolationException? Violation(SimulatedGroup simulation)
    {
        try
        {
            simulation.Run(StepsEach);
            return null;
        }
        catch (ViolationException broken)
        {
            return broken;
        }
    }
}
