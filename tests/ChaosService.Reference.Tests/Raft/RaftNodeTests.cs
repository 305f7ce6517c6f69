using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Tests.Raft;

public sealed class RaftNodeTests
{
    [Fact]
    public void Server_that_is_cut_off_asks_for_votes_and_does_not_raise_its_term()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Cut(3);

        group.Tick(3, 100);

        Assert.Equal(Role.PreCandidate, group[3].Role);
        Assert.Equal(1, group[3].Term);
    }

    [Fact]
    public void Server_that_comes_back_does_not_disturb_the_leader()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Cut(3);
        group.Tick(3, 15);
        group.Loses = _ => false;

        group.Tick(3, 10);

        Assert.Equal((Role.Leader, 1L), (group[1].Role, group[1].Term));
        group.Tick(1, 2);
        Assert.Equal((Role.Follower, 1u), (group[3].Role, group[3].Leader));
    }

    [Fact]
    public void Promise_is_persisted_before_it_is_sent()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Propose(1);

        var done = group.Done.Where(d => d.Server == 2).Select(d => d.Effect).ToList();
        var vote = done.FindIndex(e => e is Send { Message: RequestVoteReply { IsPreVote: false, IsGranted: true } });
        Assert.Contains(done.Take(vote), e => e is PersistTerm { Term: 1, Vote: 1u, IsForced: true });
        var match = done.FindIndex(e => e is Send { Message: AppendEntriesReply { MatchIndex: 2 } });
        Assert.Contains(done.Take(match), e => e is PersistEntries { IsForced: true } p && p.Entries[^1].Index == 2);
    }

    [Fact]
    public void Proposal_without_a_majority_is_not_applied()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m is AppendEntriesReply;

        group.Propose(1);

        Assert.Equal(1, group[1].CommitIndex);
        Assert.Equal((1, 2L), (group.Effects<Proposed>(1).Count(), group[2].Log.LastIndex));
    }

    [Fact]
    public void Leader_that_hears_no_majority_steps_down_and_refuses_its_reads()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Cut(1);
        group.Do(1, n => n.Read(9));

        group.Tick(1, 20);

        Assert.NotEqual(Role.Leader, group[1].Role);
        Assert.Equal(Refusal.NotLeader, Assert.Single(group.Effects<Refused>(1), r => r.Id == 9).Reason);
        Assert.Empty(group.Effects<ReadReady>(1));
    }

    [Fact]
    public void Read_before_anything_of_the_term_is_committed_is_refused()
    {
        var group = new Group(1, 2, 3) { Loses = m => m is AppendEntriesReply };
        group.Tick(1, 10);

        group.Do(1, n => n.Read(9));

        Assert.Equal(Refusal.TermNotCommitted, Assert.Single(group.Effects<Refused>(1)).Reason);
    }

    [Fact]
    public void Read_at_a_follower_waits_until_it_has_applied_what_the_leader_has_committed()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m is AppendEntries && m.To == 3;
        group.Propose(1);
        group.Do(3, n => n.Read(9));
        Assert.Empty(group.Effects<ReadReady>(3));

        group.Loses = _ => false;
        group.Tick(1, 2);

        Assert.Single(group.Effects<ReadReady>(3));
    }

    [Fact]
    public void Leader_steps_back_a_term_at_a_time()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        // Forty entries that nobody else has, of a term that is over.
        group.Cut(1);
        group.Propose(1, 40);
        group.Tick(1, 20);
        group.Elect(2);
        group.Propose(2, 60);
        group.Elect(3);
        group.Loses = _ => false;
        group.Done.Clear();

        group.Tick(3, 4);

        Assert.Equal(group[3].Log.LastIndex, group[1].Log.LastIndex);
        Assert.InRange(group.Sent<AppendEntriesReply>(1).Count(r => r.Conflict is not null), 1, 3);
    }

    [Fact]
    public void Proposals_that_are_made_together_go_to_each_peer_in_one_message()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Done.Clear();

        group.Do(1, node => node.Propose([new(1, new byte[] { 1 }), new(2, new byte[] { 2 }), new(3, new byte[] { 3 })]));

        Assert.Equal([3, 3], group.Sent<AppendEntries>(1).Where(a => a.Entries.Count > 0).Select(a => a.Entries.Count));
        Assert.Equal([1L, 2L, 3L], group.Effects<Proposed>(1).Select(p => p.Id));
        Assert.Equal(group[1].Log.LastIndex, group[1].CommitIndex);
    }

    [Fact]
    public void Proposals_to_a_server_that_does_not_lead_are_refused_one_by_one()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);

        group.Do(2, node => node.Propose([new(1, new byte[] { 1 }), new(2, new byte[] { 2 })]));

        Assert.Equal([(1L, 1u), (2L, 1u)], group.Effects<Refused>(2).Select(r => (r.Id, r.Leader!.Value)));
    }

    [Fact]
    public void Follower_that_lags_is_sent_more_than_one_message_at_a_time()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m.To == 3;
        group.Propose(1, 40);
        group.Loses = _ => false;
        group.Tick(1, 2);
        group.Done.Clear();
        group.Loses = m => m.From == 3;
        group.Tick(1, 2);
        Assert.Equal(41, group[3].Log.LastIndex);
    }

    [Fact]
    public void Follower_that_needs_what_was_compacted_is_sent_a_snapshot()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m.From == 3 || m.To == 3;
        group.Propose(1, 10);
        group.Do(1, n => n.Compact(8, new byte[] { 42 }));
        group.Loses = _ => false;

        group.Tick(1, 4);

        var restored = Assert.Single(group.Effects<Restore>(3)).Snapshot;
        Assert.Equal((8L, (byte)42), (restored.Index, restored.Data.Span[0]));
        Assert.Equal((11L, 11L), (group[3].Log.LastIndex, group[3].CommitIndex));
    }

    [Fact]
    public void Leader_hands_over_when_its_successor_has_everything()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m.To == 2;
        group.Propose(1);
        group.Do(1, n => n.TransferTo(7, 2));
        Assert.Empty(group.Sent<TimeoutNow>(1));
        group.Propose(1);
        Assert.Equal(Refusal.Transferring, Assert.Single(group.Effects<Refused>(1)).Reason);

        group.Loses = _ => false;
        group.Tick(1, 2);

        Assert.Equal((Role.Leader, Role.Follower, 2L), (group[2].Role, group[1].Role, group[2].Term));
    }

    [Fact]
    public void Learner_gets_the_log_and_counts_for_nothing()
    {
        var group = new Group(1, 2);
        group.Add(3, Membership.Empty);
        group.Elect(1);
        group.Do(1, n => n.Change(5, new(ChangeKind.AddLearner, 3)));
        group.Tick(1, 4);
        Assert.Equal(group[1].Log.LastIndex, group[3].Log.LastIndex);
        group.Loses = m => m.From == 2;
        var committed = group[1].CommitIndex;

        group.Propose(1);

        Assert.Equal(committed, group[1].CommitIndex);
    }

    [Fact]
    public void Learner_that_is_behind_is_not_promoted()
    {
        var group = new Group(1, 2);
        group.Elect(1);
        group.Propose(1, 10);
        group.Do(1, n => n.Change(5, new(ChangeKind.AddLearner, 3)));

        group.Do(1, n => n.Change(6, new(ChangeKind.Promote, 3)));

        Assert.Equal(Refusal.LearnerBehind, Assert.Single(group.Effects<Refused>(1)).Reason);
    }

    [Theory]
    [InlineData(ChangeKind.AddLearner, 2u, Refusal.AlreadyMember)]
    [InlineData(ChangeKind.Promote, 2u, Refusal.AlreadyMember)]
    [InlineData(ChangeKind.Promote, 9u, Refusal.NotMember)]
    [InlineData(ChangeKind.Remove, 9u, Refusal.NotMember)]
    internal void Change_that_makes_no_sense_is_refused(ChangeKind kind, uint server, Refusal expected)
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);

        group.Do(1, n => n.Change(5, new(kind, server)));

        Assert.Equal(expected, Assert.Single(group.Effects<Refused>(1)).Reason);
    }

    [Fact]
    public void Last_voter_stays()
    {
        var group = new Group(1);
        group.Tick(1, 10);

        group.Do(1, n => n.Change(5, new(ChangeKind.Remove, 1)));

        Assert.Equal(Refusal.LastVoter, Assert.Single(group.Effects<Refused>(1)).Reason);
    }

    [Fact]
    public void Second_change_waits_for_the_first()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m is AppendEntriesReply;
        group.Do(1, n => n.Change(5, new(ChangeKind.Remove, 3)));

        group.Do(1, n => n.Change(6, new(ChangeKind.AddLearner, 4)));

        Assert.Equal((6L, Refusal.ChangePending), Assert.Single(group.Effects<Refused>(1).Select(r => (r.Id, r.Reason))));
    }

    [Fact]
    public void Leader_that_is_voted_out_leads_until_that_is_committed()
    {
        var group = new Group(1, 2, 3);
        group.Elect(1);
        group.Loses = m => m is AppendEntriesReply;
        group.Do(1, n => n.Change(5, new(ChangeKind.Remove, 1)));
        Assert.Equal(Role.Leader, group[1].Role);

        group.Loses = _ => false;
        group.Tick(1, 2);

        Assert.Equal(Role.Follower, group[1].Role);
        Assert.False(group[1].Membership.Contains(1));
    }
}
