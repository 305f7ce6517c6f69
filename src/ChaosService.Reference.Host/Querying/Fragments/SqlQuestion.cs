using ChaosService.Reference.Core.Query.Results;
using ChaosService.Reference.Core.Query.Sql;
using ChaosService.Reference.Host.Partitions;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>The part of a query that runs where the points are: conditions, groups and partial aggregates.</summary>
internal sealed record SqlQuestion(string Sql, SelectStatement Select) : Question<FragmentRow>
{
    public const string TypeName = "RawSql";

    public override string Type => TypeName;

    public override ByteString ToBytes() => ByteString.CopyFromUtf8(Sql);

    public override Part<FragmentRow> Ask(PartitionStore store)
    {
        var (points, columns) = store.Scan(Select.Time, Select.Tags);
        return Part<FragmentRow>.Of(Fragment.Run(Select, points), columns, points);
    }

    public override byte[] Write(IReadOnlyList<FragmentRow> rows) => FragmentFormat.Write(rows);

    public override IReadOnlyList<FragmentRow> Read(ReadOnlyMemory<byte> bytes) => FragmentFormat.Read(bytes);
}
