using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>An order about a batch, as stored in the partition's log. It does not name the partition: the log belongs to one.</summary>
internal static class BatchFormat
{
    public static byte[] Write(BatchStep step, BatchId id, IReadOnlyList<Point> points, byte format = StorageFormat.Rows)
    {
        var to = new ByteWriter();
        Write(to.Byte(format).Byte((byte)step), id);
        // Orders to commit or discard refer to a batch that is stored already.
        PointFormat.Write(to, step is BatchStep.Store or BatchStep.Stage ? points : [], format);
        return to.ToArray();
    }

    /// <param name="known">The newest format that the node reads. It must stop at a newer one: its state would diverge.</param>
    /// <exception cref="FormatException">The bytes are not an order in a known format.</exception>
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
