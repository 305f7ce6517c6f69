using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Partitions;
using Parquet;

namespace ChaosService.Reference.Tests.Host.Partitions;

public sealed class ParquetImageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("m,t=a f=1,s=\"x\" 1", "m,t=b s=\"\",f=2i 2", "m f=3u 3", "m f=t,F=\"\u00e9 \\\"\ud83d\ude00\" -4")]
    [InlineData("m,T=a,t=b time=1,fields=2i,tag:x=t 9223372036854775806", "m,time=x,t=\\,\\ \\= z=-0.0,a=1e-300 0", "m,t=b a=1,z=2 0")]
    public async Task Points_come_back_with_their_kinds_and_the_order_of_their_fields(params string[] lines)
    {
        var points = LineParser.Parse(string.Join('\n', lines), Precision.Nanosecond, 0).Points;

        var read = await ParquetImage.ReadAsync(await ParquetImage.WriteAsync(new(7, [1, 2, 3], points)));

        Assert.Equal(7, read.Applied);
        Assert.Equal([1, 2, 3], read.Batches);
        Assert.Equal(points.Select(Text), read.Points.Select(Text));
    }

    [Fact]
    public async Task Partition_without_points_comes_back_with_what_it_knows_of_batches()
    {
        var read = await ParquetImage.ReadAsync(await ParquetImage.WriteAsync(new(0, [9], [])));

        Assert.Equal((0, 0), (read.Applied, read.Points.Count));
        Assert.Equal([9], read.Batches);
    }

    [Fact]
    public async Task Others_can_read_the_file()
    {
        var points = LineParser.Parse("m,t=a f=1.5 7\nm,t=b f=2.5 8", Precision.Nanosecond, 0).Points;

        using var file = new MemoryStream(await ParquetImage.WriteAsync(new(2, [], points)));
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: Cancellation);

        Assert.Equal(["time", "fields", "tag:t", "float:f"], reader.Schema.DataFields.Select(f => f.Name));
    }

    [Fact]
    public async Task Store_is_restored_from_it_and_copies_that_hold_the_same_say_the_same()
    {
        var (store, other) = (new PartitionStore(WriteBugs.None, isParquet: true), new PartitionStore(WriteBugs.None));
        var points = LineParser.Parse("m,t=b f=1 5\nm,t=a f=1 5\nm,t=a f=1i 3", Precision.Nanosecond, 0).Points;
        store.Apply(BatchFormat.Write(BatchStep.Store, new(1, 1, 1), points));
        store.Apply(BatchFormat.Write(BatchStep.Stage, new(1, 1, 2), points));

        var saving = store.Save();
        // What comes later is not in what was taken before.
        store.Apply(BatchFormat.Write(BatchStep.Store, new(1, 1, 3), LineParser.Parse("m,t=a f=9 5", Precision.Nanosecond, 0).Points));
        var content = await saving();
        other.Restore(content);

        Assert.True(ParquetImage.Is(content));
        Assert.Equal(["m,t=a f=1i 3", "m,t=a f=1 5", "m,t=b f=1 5"], other.Scan().Select(Line));
        Assert.Equal(3, other.Applied);
        Assert.Null(other.Apply(BatchFormat.Write(BatchStep.Commit, new(1, 1, 2), [])));
    }

    private static string Line(Point point)
    {
        var text = new StringBuilder();
        LineWriter.Write(text, point);
        return $"{text}".TrimEnd('\n');
    }

    /// <summary>With the bits of numbers.</summary>
    private static string Text(Point point) =>
        $"{point.Table} {string.Join(',', point.Tags)} {string.Join(',', point.Fields.Select(f => $"{f.Key} {f.Value}"))} {point.Time}";
}
