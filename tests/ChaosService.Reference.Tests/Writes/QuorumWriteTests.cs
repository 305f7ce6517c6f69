using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Tests.Writes;

public sealed class QuorumWriteTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    public void Write_is_stored_with_a_majority_and_not_before(int replicas, int quorum)
    {
        var write = Of(replicas);
        for (var node = 1u; node < quorum; node++)
        {
            write.Stored(node);
            write.Stored(node);
            Assert.Equal(WriteOutcome.Pending, write.Outcome);
        }
        write.Stored((uint)quorum);

        Assert.Equal((WriteOutcome.Stored, null), (write.Outcome, write.Error));
    }

    [Fact]
    public void Write_that_a_minority_has_is_unknown_and_the_error_names_the_others()
    {
        var write = Of(3);
        write.Stored(2);
        write.Failed(3, "disk full");
        Assert.Equal(WriteOutcome.Pending, write.Outcome);
        write.TimeOut();

        Assert.Equal(WriteOutcome.Unknown, write.Outcome);
        Assert.Equal("1 of 3 replicas have the write, and 2 are needed: node 1: no answer; node 3: disk full", write.Error);
    }

    [Fact]
    public void Write_is_refused_for_sure_when_all_have_said_no()
    {
        var write = Of(2);
        write.Failed(1, "disk full");
        write.Failed(2, "disk full");
        Assert.Equal(WriteOutcome.Refused, write.Outcome);

        var silent = Of(2);
        silent.Failed(1, "disk full");
        silent.TimeOut();
        Assert.Equal(WriteOutcome.Unknown, silent.Outcome);
    }

    [Fact]
    public void Node_that_is_no_replica_does_not_count_and_a_copy_is_not_taken_back()
    {
        var write = Of(3);
        write.Stored(9);
        write.Stored(1);
        write.Failed(1, "late");
        write.Stored(2);

        Assert.Equal(WriteOutcome.Stored, write.Outcome);
    }

    [Fact]
    public void Bug_ok_below_quorum_takes_one_copy_for_enough()
    {
        var write = new QuorumWrite([1, 2, 3], WriteBugs.OkBelowQuorum);
        write.Stored(1);
        write.TimeOut();

        Assert.Equal(WriteOutcome.Stored, write.Outcome);
    }

    private static QuorumWrite Of(int replicas) => new([.. Enumerable.Range(1, replicas).Select(i => (uint)i)]);
}
