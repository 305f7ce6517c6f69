using ChaosService.Engine.Running.Exercising;
using ChaosService.Model.Clusters;
using ChaosService.Model.Plans;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Running.Exercising;

public sealed class NodeChoiceTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Dictionary<string, string> _roles =
        new() { ["n1"] = "leader", ["n2"] = "follower", ["n3"] = "follower", ["n4"] = "follower" };
    private readonly FakeCluster _cluster = new() { Nodes = [new("n1", "a"), new("n2", "a"), new("n3", "a"), new("n4", "b")] };

    [Theory]
    [InlineData("leader", 1, null, "n1")]
    [InlineData("follower", 1, null, "n2")]
    [InlineData("follower", 2, null, "n2 n3")]
    [InlineData("follower", 3, null, "n2 n3 n4")]
    [InlineData("follower", 0, null, "n2 n3 n4")] // 0: all who have it.
    [InlineData("follower", 0, "a", "n2 n3")]
    [InlineData("follower", 1, "b", "n4")]
    public async Task As_many_as_are_asked_for_have_the_role(string role, int count, string? group, string expected)
    {
        var choosing = ChooseAsync(Fault([], role, count, group));

        Assert.True(choosing.IsCompleted, "it waits, and time stands still");
        Assert.Equal(expected, Names(await choosing));
    }

    [Theory]
    [InlineData("leader", 2, null)]
    [InlineData("learner", 0, null)]
    [InlineData("follower", 2, "b")]
    public async Task None_is_chosen_when_too_few_have_the_role_within_the_limit(string role, int count, string? group)
    {
        var choosing = ChooseAsync(Fault([], role, count, group));
        await TurnUntilAsync(() => choosing.IsCompleted);

        Assert.Empty(await choosing);
        Assert.True(_clock.GetUtcNow() - _clock.Start >= TimeSpan.FromSeconds(10), "it did not wait for an election");
    }

    [Fact]
    public async Task Election_that_is_under_way_is_waited_for()
    {
        _roles["n1"] = "candidate";
        var choosing = ChooseAsync(Fault([], "leader", 1, null));
        Assert.False(choosing.IsCompleted);

        _roles["n3"] = "leader";
        await TurnUntilAsync(() => choosing.IsCompleted);

        Assert.Equal("n3", Names(await choosing));
    }

    [Theory]
    [InlineData("n2 n4", null, "n2 n4")]
    [InlineData("", null, "n1 n2 n3 n4")]
    [InlineData("", "b", "n4")]
    public async Task Without_a_role_the_plan_says_who(string named, string? group, string expected) =>
        Assert.Equal(expected, Names(await ChooseAsync(Fault(named.Split(' ', StringSplitOptions.RemoveEmptyEntries), null, 0, group))));

    [Fact]
    public async Task Node_that_is_not_there_is_named()
    {
        var refusal = await Assert.ThrowsAsync<ClusterUnavailableException>(() => ChooseAsync(Fault(["n9"], null, 0, null)));
        Assert.Equal("the target 'fake-project' has no node 'n9'; it has n1, n2, n3, n4", refusal.Message);
    }

    [Fact]
    public async Task Cluster_whose_roles_nobody_knows_has_no_holder() =>
        Assert.Empty(
            await new LiveNodes(_cluster, null, _clock).ChooseAsync(Fault([], "leader", 1, null), TestContext.Current.CancellationToken));

    private static PlannedFault Fault(string[] nodes, string? role, int count, string? group) =>
        new("f1", "fake", new FakeParameters(), TimeSpan.Zero, TimeSpan.Zero, nodes, role, count, group, Drawn: false, Seed: 0);

    private static string Names(IEnumerable<ClusterNode> nodes) => string.Join(' ', nodes.Select(n => n.Name));

    private Task<IReadOnlyList<ClusterNode>> ChooseAsync(PlannedFault fault) =>
        new LiveNodes(_cluster, new FakeRoles(_roles), _clock).ChooseAsync(fault, TestContext.Current.CancellationToken);

    private Task TurnUntilAsync(Func<bool> condition) => _clock.AdvanceUntilAsync(condition, TimeSpan.FromMilliseconds(200));
}
