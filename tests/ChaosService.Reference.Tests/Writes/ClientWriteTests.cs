using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Tests.Writes;

public sealed class ClientWriteTests(ITestOutputHelper output)
{
    private const int Seeds = 20_000;

    private static readonly Point[] Points =
        [.. Enumerable.Range(1, 3).Select(l => new Point(l, "m", [], [new("f", FieldValue.Of(1.0))], l))];

    [Fact]
    public void Client_is_told_what_is_there()
    {
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var write = new SimulatedWrite(seed, WriteBugs.None);
            var wrong = write.Run();
            Assert.True(wrong is null, $"seed {seed}: {wrong}");
            var answer = $"{write.Answer.Status} {write.Answer.Outcome} {(write.AcceptsPartial ? "partial" : "whole")}";
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }
        output.WriteLine(string.Join("; ", answers.Select(a => $"{a.Key}: {a.Value}")));
        Assert.All(
            ["204 Stored partial", "204 Stored whole", "400 Stored partial", "400 Refused whole", "503 Refused whole",
                "504 Unknown partial", "504 Unknown whole"],
            answer => Assert.True(answers.GetValueOrDefault(answer) > 20, answer));
    }

    [Theory]
    [InlineData(WriteBugs.LostForward, "is there 0 times, and the answer was 204 Stored")]
    [InlineData(WriteBugs.DoubleApplyOnRetriedForward, "is there 2 times")]
    [InlineData(WriteBugs.PartialOnStrict, "is there 1 times, and the answer was 503 Refused")]
    internal void Bug_is_found_within_some_seeds(WriteBugs bug, string expected)
    {
        var found = Enumerable.Range(0, 2000).Select(seed => new SimulatedWrite(seed, bug).Run()).OfType<string>().ToList();

        Assert.Contains(found, f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Partial_write_keeps_what_can_be_stored_and_names_the_lines_that_cannot()
    {
        var write = new ClientWrite("m f=1 1\nm f=1 2\r\nm f=1 3", [Batch(1, 0, 1, 3), Batch(2, 1, 2)], [], acceptsPartial: true);
        var orders = write.Begin();
        Assert.All(orders, o => Assert.Equal(BatchStep.Store, o.Step));
        write.Answered(orders[0], null);
        write.Answered(orders[1], "the disk is full");

        Assert.Equal((400, "partial write of line protocol occurred"), (write.Answer!.Status, write.Answer.Error));
        Assert.Equal(
            new LineError("m f=1 2", 2, "not stored: partition 1 of shard 1 on node 2: the disk is full"),
            Assert.Single(write.Answer.Lines));
    }

    [Fact]
    public void Whole_write_is_kept_by_all_before_any_stores_it()
    {
        var write = new ClientWrite("a\nb\nc", [Batch(1, 0, 1, 3), Batch(2, 1, 2)], [], acceptsPartial: false);
        var stages = write.Begin();
        Assert.Equal([BatchStep.Stage, BatchStep.Stage], stages.Select(o => o.Step));
        Assert.Empty(write.Answered(stages[0], null));
        var commits = write.Answered(stages[1], null);
        Assert.Equal([BatchStep.Commit, BatchStep.Commit], commits.Select(o => o.Step));
        write.Answered(commits[0], null);
        Assert.Null(write.Answer);
        write.Answered(commits[1], null);

        Assert.Equal((204, null, WriteOutcome.Stored), (write.Answer!.Status, write.Answer.Error, write.Answer.Outcome));
    }

    [Fact]
    public void Whole_write_with_a_bad_line_is_sent_to_nobody()
    {
        var write = new ClientWrite("a\nb\nc", [Batch(1, 0, 1, 3)], [new("b", 2, "bad")], acceptsPartial: false);

        Assert.Empty(write.Begin());
        Assert.Equal((400, WriteOutcome.Refused), (write.Answer!.Status, write.Answer.Outcome));
    }

    [Fact]
    public void Write_of_which_no_partition_takes_its_part_stores_nothing_and_says_so()
    {
        var write = new ClientWrite("a\nb\nc", [Batch(1, 0, 1, 3), Batch(2, 1, 2)], [], acceptsPartial: true);
        foreach (var order in write.Begin()) write.Answered(order, "the disk is full");

        Assert.Equal((503, WriteOutcome.Refused, 3), (write.Answer!.Status, write.Answer.Outcome, write.Answer.Lines.Count));
        Assert.Contains("the disk is full", write.Answer.Error);
    }

    [Fact]
    public void Order_that_nobody_will_answer_any_more_leaves_its_lines_unknown()
    {
        var write = new ClientWrite("a\nb\nc", [Batch(1, 0, 1, 3), Batch(2, 1, 2)], [], acceptsPartial: true);
        var orders = write.Begin();
        write.Answered(orders[0], null);
        write.Lost(orders[1], "no answer");

        Assert.Equal((504, WriteOutcome.Unknown, 2), (write.Answer!.Status, write.Answer.Outcome, write.PointsStored));
        Assert.StartsWith("it is not known whether this is stored", Assert.Single(write.Answer.Lines).ErrorMessage);
    }

    [Fact]
    public void Whole_write_that_may_be_kept_somewhere_is_given_up_everywhere()
    {
        var write = new ClientWrite("a\nb\nc", [Batch(1, 0, 1, 3), Batch(2, 1, 2)], [], acceptsPartial: false);
        var stages = write.Begin();
        write.Answered(stages[0], null);

        var discards = write.Lost(stages[1], "no answer");

        Assert.Equal([BatchStep.Discard, BatchStep.Discard], discards.Select(d => d.Step));
        Assert.Equal((503, WriteOutcome.Refused), (write.Answer!.Status, write.Answer.Outcome));
    }

    private static PartitionBatch Batch(ulong number, int partition, params int[] lines) =>
        new(new(1, 1, number), 1, partition, (uint)partition + 1, partition > 0, [.. lines.Select(l => Points[l - 1])]);
}
