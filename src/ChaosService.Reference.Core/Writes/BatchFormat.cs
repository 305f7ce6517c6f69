using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>What a partition is told of a batch, as it stands in the partition's log. Which partition that is, the log says.</summary>
internal static class BatchFormat
{
    public static byte[] Write(BatchStep step, BatchId id, IReadOnlyList<Point> points, byte format = StorageFormat.Rows)
    {
        var to = new ByteWriter();
        Write(to.Byte(format).Byte((byte)step), id);
        // What is committed or discarded is there already.
        PointFormat.Write(to, step is BatchStep.Store or BatchStep.Stage ? points : [], format);
        return to.ToArray();
    }

    /// <param name="known">The newest format that the node reads. With a newer one it must not go on: it would have another state.</param>
    /// <exception cref="FormatException">The bytes are no order of a format that is known.</exception>
    public static (BatchStep Step, BatchId Id, IReadOnlyList<Point> Points) Read(
        ReadOnlyMemory<byte> bytes, byte known = StorageFormat.Newest)
    {
        var from = new ByteReader(bytes);
        var format = from.Byte();
        if (StorageFormat.WhyNot("a batch", format, known) is { } why) throw new FormatException(why);
        var step = (BatchStep)from.Byte();
        if (!Enum.IsDefined(step)) throw from.Damaged($"{(byte)step} is no step of a batch");
        var (id, points) = (ReadId(from), PointFormat.Read(from, format));
        from.End();
        return (step, id, points);
    }

    public static void Write(ByteWriter to, BatchId id) => to.Count(id.Node).Count(id.Start).Count(id.Number);

    public static BatchId ReadId(ByteReader from) => new(from.Id(), from.Count(), from.Count());
}
