using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Partitions;

namespace ChaosService.Reference.Tests.Host.Partitions;

public sealed class PartitionStoreTests
{
    [Fact]
    public void Points_are_in_the_order_of_time_and_then_of_tags_however_they_came()
    {
        var (there, back) = (new PartitionStore(WriteBugs.None), new PartitionStore(WriteBugs.None));
        string[] lines = ["m,t=b f=1 5", "m,t=a f=1 5", "m,t=a f=1 3", "m f=1 5", "m,s=x,t=a f=1 5", "m,t=b f=1 1"];
        Store(there, 1, lines);
        Store(back, 1, [.. lines.Reverse()]);

        Assert.Equal("m,t=b f=1 1\nm,t=a f=1 3\nm f=1 5\nm,s=x,t=a f=1 5\nm,t=a f=1 5\nm,t=b f=1 5\n", Lines(there));
        Assert.Equal(Lines(there), Lines(back));
    }

    [Fact]
    public void Scan_looks_at_a_range_of_time_and_at_series_that_can_match()
    {
        var store = new PartitionStore(WriteBugs.None);
        Store(store, 1, [.. Enumerable.Range(0, 100).Select(i => $"m,t={i % 2} f={i} {i}"), "m f=0 50"]);

        var (points, columns) = store.Scan(new(10, 60), [new("t", "0")]);

        // The point without the tag may have a field of that name.
        Assert.Equal(Enumerable.Range(5, 25).Select(i => 2L * i).Append(50).Order(), points.Select(p => p.Time).Order());
        Assert.Equal([new Column("t", null), new Column("f", FieldKind.Float)], columns);
    }

    [Theory]
    [InlineData(StorageFormat.Rows)]
    [InlineData(StorageFormat.FloatsApart)]
    public async Task Snapshot_of_either_format_is_restored_by_a_newer_node(byte format)
    {
        var (store, other) = (new PartitionStore(WriteBugs.None, format: () => format), new PartitionStore(WriteBugs.None));
        Store(store, 1, ["m,t=a f=1.5,n=3i 1", "m,t=b f=-2.25 2"]);
        store.Apply(BatchFormat.Write(BatchStep.Stage, new(1, 1, 2), Parse(["m f=3.5 3"])));

        var snapshot = await store.Save()();
        other.Restore(snapshot);

        Assert.Equal(format, snapshot[0]);
        Assert.Equal(Lines(store), Lines(other));
        Assert.Null(other.Apply(BatchFormat.Write(BatchStep.Commit, new(1, 1, 2), [])));
        Assert.Contains("m f=3.5 3", Lines(other));
    }

    [Fact]
    public async Task Older_node_refuses_a_snapshot_and_a_batch_of_the_newer_format()
    {
        var newer = new PartitionStore(WriteBugs.None, format: () => StorageFormat.FloatsApart);
        var older = new PartitionStore(WriteBugs.None, known: StorageFormat.Rows);
        var snapshot = await newer.Save()();

        var ofSnapshot = Assert.Throws<FormatException>(() => older.Restore(snapshot));
        var ofBatch = Assert.Throws<FormatException>(
            () => older.Apply(BatchFormat.Write(BatchStep.Store, new(1, 1, 1), [], StorageFormat.FloatsApart)));

        Assert.Equal("a snapshot of format 2, and this node reads formats up to 1: start the version that wrote it", ofSnapshot.Message);
        Assert.StartsWith("a batch of format 2", ofBatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_that_comes_again_is_stored_once_unless_the_bug_is_on()
    {
        var (right, wrong) = (new PartitionStore(WriteBugs.None), new PartitionStore(WriteBugs.DoubleApplyOnRetriedForward));
        foreach (var store in new[] { right, wrong })
        {
            Store(store, 1, ["m f=1 1"]);
            Store(store, 2, ["m f=2 1"]);
            Store(store, 1, ["m f=1 1"]);
        }

        Assert.Equal(("m f=2 1\n", 2), (Lines(right), right.Applied));
        Assert.Equal(("m f=1 1\n", 3), (Lines(wrong), wrong.Applied));
    }

    [Fact]
    public async Task State_that_was_saved_is_restored_with_what_is_kept_unseen()
    {
        var (store, other) = (new PartitionStore(WriteBugs.None), new PartitionStore(WriteBugs.None));
        Store(store, 1, ["m,t=a f=1,s=\"x\" 1", "m,t=b f=2i 2"]);
        store.Apply(BatchFormat.Write(BatchStep.Stage, new(1, 1, 2), Parse(["m f=3 3"])));

        other.Restore(await store.Save()());

        Assert.Equal((Lines(store), 2), (Lines(other), other.Applied));
        Assert.Null(other.Apply(BatchFormat.Write(BatchStep.Commit, new(1, 1, 2), [])));
        Assert.Contains("m f=3 3", Lines(other));
    }

    [Fact]
    public void Order_that_cannot_be_carried_out_is_rejected_with_the_reason()
    {
        var rejected = Assert.IsType<Rejected>(
            new PartitionStore(WriteBugs.None).Apply(BatchFormat.Write(BatchStep.Commit, new(1, 1, 2), [])));

        Assert.Contains("was never staged here", rejected.Why);
    }

    private static void Store(PartitionStore store, ulong number, string[] lines) =>
        Assert.Null(store.Apply(BatchFormat.Write(BatchStep.Store, new(1, 1, number), Parse(lines))));

    private static IReadOnlyList<Point> Parse(string[] lines) =>
        LineParser.Parse(string.Join('\n', lines), Precision.Nanosecond, 0).Points;

    private static string Lines(PartitionStore store)
    {
        var text = new StringBuilder();
        foreach (var point in store.Scan()) LineWriter.Write(text, point);
        return text.ToString();
    }
}
