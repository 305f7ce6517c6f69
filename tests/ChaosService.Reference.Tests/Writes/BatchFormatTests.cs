using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Tests.Writes;

public sealed class BatchFormatTests
{
    private static readonly BatchId Id = new(7, 638_000_000_000_000_000, 3);
    private static readonly IReadOnlyList<Point> Points = LineParser.Parse("m,t=a f=1 1\nm,t=b f=2 2", Precision.Nanosecond, 0).Points;

    [Theory]
    [InlineData(BatchStep.Store, 2)]
    [InlineData(BatchStep.Stage, 2)]
    [InlineData(BatchStep.Commit, 0)]
    [InlineData(BatchStep.Discard, 0)]
    internal void Order_is_read_as_it_was_written(BatchStep step, int points)
    {
        var read = BatchFormat.Read(BatchFormat.Write(step, Id, Points));

        Assert.Equal((step, Id, points), (read.Step, read.Id, read.Points.Count));
    }

    [Fact]
    public void Another_version_and_a_step_that_is_none_are_errors_that_say_so()
    {
        var bytes = BatchFormat.Write(BatchStep.Store, Id, Points);

        var version = Assert.Throws<FormatException>(() => BatchFormat.Read(new byte[] { 9 }));
        var step = Assert.Throws<FormatException>(() => BatchFormat.Read(new byte[] { BatchFormat.Version, 9 }));

        Assert.Contains("a batch of version 9, and this node knows 1: start the version that wrote it", version.Message);
        Assert.Contains("9 is no step of a batch", step.Message);
        Assert.Throws<FormatException>(() => BatchFormat.Read(bytes.Append((byte)0).ToArray()));
    }
}
