using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Tests.Writes;

public sealed class BatchFormatTests
{
    private static readonly BatchId Id = new(7, 638_000_000_000_000_000, 3);
    private static readonly IReadOnlyList<Point> Points = LineParser.Parse("m,t=a f=1 1\nm,t=b f=2 2", Precision.Nanosecond, 0).Points;

    [Theory]
    [InlineData(BatchStep.Store, 2, StorageFormat.Rows)]
    [InlineData(BatchStep.Stage, 2, StorageFormat.Rows)]
    [InlineData(BatchStep.Commit, 0, StorageFormat.Rows)]
    [InlineData(BatchStep.Discard, 0, StorageFormat.Rows)]
    [InlineData(BatchStep.Store, 2, StorageFormat.FloatsApart)]
    [InlineData(BatchStep.Commit, 0, StorageFormat.FloatsApart)]
    internal void Order_is_read_as_it_was_written(BatchStep step, int points, byte format)
    {
        var read = BatchFormat.Read(BatchFormat.Write(step, Id, Points, format));

        Assert.Equal((step, Id, points), (read.Step, read.Id, read.Points.Count));
    }

    [Fact]
    public void Another_version_and_a_step_that_is_none_are_errors_that_say_so()
    {
        var bytes = BatchFormat.Write(BatchStep.Store, Id, Points);

        var version = Assert.Throws<FormatException>(() => BatchFormat.Read(new byte[] { 9 }));
        var step = Assert.Throws<FormatException>(() => BatchFormat.Read(new byte[] { StorageFormat.Rows, 9 }));

        Assert.Contains("a batch of format 9, and this node reads formats up to 2: start the version that wrote it", version.Message);
        Assert.Contains("9 is no step of a batch", step.Message);
        Assert.Throws<FormatException>(() => BatchFormat.Read(bytes.Append((byte)0).ToArray()));
    }

    [Fact]
    public void Older_node_reads_its_own_format_and_refuses_the_newer_one()
    {
        var (older, newer) = (
            BatchFormat.Write(BatchStep.Store, Id, Points, StorageFormat.Rows),
            BatchFormat.Write(BatchStep.Store, Id, Points, StorageFormat.FloatsApart));

        Assert.Equal(2, BatchFormat.Read(older, known: StorageFormat.Rows).Points.Count);
        var error = Assert.Throws<FormatException>(() => BatchFormat.Read(newer, known: StorageFormat.Rows));
        Assert.Equal("a batch of format 2, and this node reads formats up to 1: start the version that wrote it", error.Message);
    }
}
