using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query.Sql;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Protos;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>Unprocessed points: those in a time range that have no other values for the given tags.</summary>
internal sealed record ScanQuestion(TimeRange Time, IReadOnlyList<KeyValuePair<string, string>> Tags) : Question<Point>
{
    public const string TypeName = "PartitionScan";

    public static ScanQuestion All { get; } = new(SelectStatement.AllTime, []);

    public override string Type => TypeName;

    /// <exception cref="InvalidProtocolBufferException">The bytes are not a scan.</exception>
    public static ScanQuestion Of(ByteString bytes)
    {
        var scan = PartitionScan.Parser.ParseFrom(bytes);
        return new(new(scan.Start, scan.End), [.. scan.Tags.Select(t => KeyValuePair.Create(t.Key, t.Value))]);
    }

    public override ByteString ToBytes() => new PartitionScan
    {
        Start = Time.Start,
        End = Time.End,
        Tags = { Tags.Select(t => new TagValue { Key = t.Key, Value = t.Value }) },
    }.ToByteString();

    public override Part<Point> Ask(PartitionStore store)
    {
        var (points, columns) = store.Scan(Time, Tags);
        return Part<Point>.Of(points, columns, points);
    }

    public override byte[] Write(IReadOnlyList<Point> rows)
    {
        var to = new ByteWriter();
        PointFormat.Write(to, rows);
        return to.ToArray();
    }

    public override IReadOnlyList<Point> Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        var points = PointFormat.Read(from);
        from.End();
        return points;
    }
}
