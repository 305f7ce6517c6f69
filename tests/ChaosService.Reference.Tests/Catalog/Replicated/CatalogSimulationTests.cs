using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Tests.Raft.Simulation;

namespace ChaosService.Reference.Tests.Catalog.Replicated;

/// <summary>The catalog on a group of servers in trouble: commands, snapshots and the log go through their bytes.</summary>
public sealed class CatalogSimulationTests(ITestOutputHelper output)
{
    private const int StepsEach = 15_000;
    private const int Seeds = 70;

    [Fact]
    public void Every_answer_is_the_one_that_a_sequential_model_gives()
    {
        var (steps, answers) = (0L, new SortedDictionary<int, int>());
        for (var seed = 0; seed < Seeds; seed++)
        {
            var management = new Management(CatalogBugs.None);
            var group = new SimulatedGroup(seed, RaftBugs.None, management);
            var broken = Violation(group);
            Assert.True(broken is null, $"seed {seed}, step {group.Steps}: {broken?.Message}");
            steps += group.Steps;
            foreach (var (status, count) in management.Answers) answers[status] = answers.GetValueOrDefault(status) + count;
        }
        output.WriteLine($"{steps} steps; {string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}"))}");
        // A simulation in which some answer is never given shows nothing about it.
        Assert.True(steps > 1_000_000);
        Assert.All([200, 201, 202, 204, 400, 404, 409, 503], status => Assert.True(answers.GetValueOrDefault(status) > 10, $"{status}"));
    }

    [Theory]
    [InlineData(CatalogBugs.DuplicateNodeAccepted, "was answered 201 (), not 409")]
    [InlineData(CatalogBugs.UnknownNodeRemoved, "was answered 204 (), not 404")]
    [InlineData(CatalogBugs.UndrainedNodeRemoved, "was answered 204 (), not 409")]
    [InlineData(CatalogBugs.MoveNotIdempotent, "MoveShard")]
    [InlineData(CatalogBugs.StatusSkipsAState, "To = MigratingWAL")]
    [InlineData(CatalogBugs.ReplicationFactorDropsToOne, "To = Stable")]
    internal void Bug_is_found_within_some_seeds(CatalogBugs bug, string expected)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            if (Violation(new SimulatedGroup(seed, RaftBugs.None, new Management(bug))) is not { } broken) continue;
            Assert.Equal(Invariant.CatalogModel, broken.Invariant);
            Assert.Contains(expected, broken.Message);
            return;
        }
        Assert.Fail($"{bug} is not found within {Seeds} seeds.");
    }

    private static ViolationException? Violation(SimulatedGroup group)
    {
        try
        {
            group.Run(StepsEach);
            return null;
        }
        catch (ViolationException broken)
        {
            return broken;
        }
    }
}
