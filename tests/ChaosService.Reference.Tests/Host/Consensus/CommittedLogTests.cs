using System.Text;
using System.Text.Json;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Consensus;
using Group = ChaosService.Reference.Tests.Raft.Group;

namespace ChaosService.Reference.Tests.Host.Consensus;

public sealed class CommittedLogTests
{
    private const int Block = CommittedLog.BlockLength;

    private static CommittedLog Applied(int from, int until, Func<int, Entry>? entry = null, long term = 1)
    {
        var log = new CommittedLog(new Snapshot(from - 1, term, Membership.Empty, default), DateTimeOffset.UnixEpoch);
        for (var index = from; index <= until; index++) log.Apply(entry?.Invoke(index) ?? Plain(index));
        return log;
    }

    private static Entry Plain(int index) => new(index, 1, Encoding.UTF8.GetBytes($"c{index}"));

    [Fact]
    public void Same_entries_have_the_same_marks_and_each_block_one_that_stays()
    {
        var (a, b) = (Applied(1, (2 * Block) + 3).Status, Applied(1, (2 * Block) + 3).Status);

        Assert.Equal(a.Marks, b.Marks);
        Assert.Equal(
            [(1, Block), (Block + 1, 2 * Block), ((2 * Block) + 1, (2 * Block) + 3)], a.Marks.Select(m => (m.Block, m.Index)));
        Assert.Equal(Applied(1, Block).Status.Marks, a.Marks.Take(1));
    }

    [Fact]
    public void Another_content_term_or_membership_has_another_mark()
    {
        uint Sum(Entry fifth) => Assert.Single(Applied(1, 9, i => i == 5 ? fifth : Plain(i)).Status.Marks).Sum;

        Assert.Equal(
            5,
            ((Entry[])
            [
                Plain(5), Plain(5) with { Term = 2 }, Plain(5) with { Command = default },
                Plain(5) with { Membership = Membership.Of(1, 2) },
                Plain(5) with { Membership = Membership.Of(1).With(new(ChangeKind.AddLearner, 2)) },
            ]).Select(Sum).Distinct().Count());
    }

    [Fact]
    public void Server_that_begins_with_a_snapshot_has_the_marks_of_the_blocks_that_it_has_whole()
    {
        var marks = Applied(10, (2 * Block) + 1).Status.Marks;

        Assert.Equal(Applied(1, (2 * Block) + 1).Status.Marks.Skip(1), marks);
        Assert.Empty(Applied(10, 20).Status.Marks);
    }

    [Fact]
    public void Snapshot_of_another_server_takes_the_place_of_the_block_under_way()
    {
        var log = Applied(1, Block + 5);
        log.Restore(new Snapshot((3 * Block) - 1, 4, Membership.Empty, default));

        Assert.Equal(((3L * Block) - 1, 4L), (log.Status.Index, log.Status.Term));
        Assert.Equal((1, Block), Assert.Single(log.Status.Marks.Select(m => (m.Block, m.Index))));
    }

    /// <summary>What the experiments deposed-leader and bug-append-without-previous-check do to real nodes.</summary>
    [Theory]
    [InlineData(RaftBugs.None, true)]
    [InlineData(RaftBugs.AppendWithoutPreviousCheck, false)]
    internal void Deposed_leader_has_other_marks_when_it_appends_without_a_look_at_the_entry_before(RaftBugs bugs, bool isSame)
    {
        var group = new Group(bugs, 1, 2, 3);
        group.Elect(1);
        group.Propose(1);
        group.Cut(1);
        group.Propose(1, 3);
        group.Elect(2);
        group.Propose(2, 5);
        // What the next leader knows of the first one's log is nothing: it begins with the end of its own.
        group.Elect(3);
        group.Loses = _ => false;
        group.Tick(3, 2);
        group.Propose(3);
        group.Tick(3, 2);

        var (deposed, other) = (MarkOf(group, 1), MarkOf(group, 3));
        Assert.Equal(other.Index, deposed.Index);
        Assert.Equal(isSame, other == deposed);
    }

    [Fact]
    public async Task Nodes_of_a_cluster_show_the_same_of_each_group_also_after_a_restart()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        for (var time = 1; time <= 20; time++) Assert.Equal(204, (await cluster.WriteAsync(1, $"cpu x=1i {time}")).Status);
        await cluster.CrashAsync(2);
        await cluster.StartAsync(2);

        var shown = await TestCluster.EventuallyAsync(
            async () => await Task.WhenAll(Marks(cluster, 1), Marks(cluster, 2), Marks(cluster, 3)), m => m.Distinct().Count() == 1);

        Assert.Matches(@"^0/0 \d+ 1,2,3 .+\n1/0 2\d 1,2,3 1-2\d:[0-9a-f]{8}$", shown[0]);
    }

    private static CommittedMark MarkOf(Group group, uint server)
    {
        var log = new CommittedLog(Snapshot.Initial(Membership.Of(1, 2, 3)), DateTimeOffset.UnixEpoch);
        foreach (var apply in group.Effects<Apply>(server)) log.Apply(apply.Entry);
        return Assert.Single(log.Status.Marks);
    }

    private static async Task<string> Marks(TestCluster cluster, uint node)
    {
        var groups = (await cluster.SendAsync(node, HttpMethod.Get, "/debug/raft/committed")).Json.EnumerateArray();
        return string.Join('\n', groups.Select(Tell));
    }

    private static string Tell(JsonElement group) =>
        $"{group.GetProperty("shard")}/{group.GetProperty("partition")} {group.GetProperty("commit")} "
            + $"{string.Join(',', group.GetProperty("voters").EnumerateArray())} "
            + string.Join(' ', group.GetProperty("marks").EnumerateArray().Select(m =>
                $"{m.GetProperty("block")}-{m.GetProperty("index")}:{m.GetProperty("sum")}"));
}
