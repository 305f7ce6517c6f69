using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Tests.Raft;

public sealed class MembershipPlanTests
{
    [Fact]
    public void Copy_that_moves_comes_in_before_the_other_one_goes()
    {
        var plan = new MembershipPlan([2, 3, 4], []);
        var members = Membership.Of(1, 2, 3);

        Assert.Equal(new(ChangeKind.AddLearner, 4), plan.Next(members, leader: 2));
        members = members.With(new(ChangeKind.AddLearner, 4));
        Assert.Equal(new(ChangeKind.Promote, 4), plan.Next(members, leader: 2));
        members = members.With(new(ChangeKind.Promote, 4));
        Assert.Equal(new(ChangeKind.Remove, 1), plan.Next(members, leader: 2));
        members = members.With(new(ChangeKind.Remove, 1));
        Assert.Null(plan.Next(members, leader: 2));
    }

    [Fact]
    public void Leader_that_is_not_wanted_hands_over_when_somebody_can_take_its_place()
    {
        var plan = new MembershipPlan([2], []);

        Assert.Empty(plan.Successors(Membership.Of(1), leader: 1));
        Assert.Empty(plan.Successors(new([1], [2]), leader: 1));
        Assert.Equal([2u], plan.Successors(Membership.Of(1, 2), leader: 1));
        Assert.Equal(new(ChangeKind.Remove, 1), plan.Next(Membership.Of(1, 2), leader: 2));
    }

    [Fact]
    public void Target_of_a_move_learns_and_is_let_go_when_the_move_is_given_up()
    {
        Assert.Equal(new(ChangeKind.AddLearner, 2), new MembershipPlan([1], [2]).Next(Membership.Of(1), leader: 1));
        Assert.Null(new MembershipPlan([1], [2]).Next(new([1], [2]), leader: 1));
        Assert.Equal(new(ChangeKind.Remove, 2), new MembershipPlan([1], []).Next(new([1], [2]), leader: 1));
    }

    [Fact]
    public void From_any_members_to_any_others_there_are_never_fewer_voters_than_are_wanted()
    {
        var draws = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var (members, plan) = (new Membership([.. Some(1)], [.. Some(0)]), new MembershipPlan([.. Some(1)], [.. Some(0)]));
            members = members with { Learners = members.Learners.Except(members.Voters) };
            plan = plan with { Learners = [.. plan.Learners.Except(plan.Voters)] };
            var least = Math.Min(members.Voters.Count, plan.Voters.Count);
            var leader = members.Voters[0];
            for (var steps = 0; plan.Next(members, leader) is not null || plan.Successors(members, leader).Count > 0; steps++)
            {
                Assert.True(steps < 40, $"draw {i}: {members}");
                if (plan.Next(members, leader) is { } next) members = members.With(next);
                else leader = plan.Successors(members, leader)[0];
                Assert.True(members.Voters.Count >= least, $"draw {i}: {members}");
                Assert.Contains(leader, members.Voters);
            }
            Assert.Empty(plan.Voters.Except(members.Voters));
            Assert.Empty(members.All.Except(plan.Voters).Except(plan.Learners));
        }

        IEnumerable<uint> Some(int least) =>
            Enumerable.Range(1, 6).Select(n => (uint)n).OrderBy(_ => draws.Next()).Take(draws.Next(least, 6));
    }
}
