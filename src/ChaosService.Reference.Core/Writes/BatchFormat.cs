using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Writes;

/// <summary>What a partition is told of a batch, as it stands in the partition's log. Which partition that is, the log says.</summary>
internal static class BatchFormat
{
    /// <summary>A node that finds another one must not go on: it would have another state than the rest.</summary>
    public const byte Version = 1;

    public static byte[] Write(BatchStep step, BatchId id, IReadOnlyList<Point> points)
    {
        var to = new ByteWriter();
        Write(to.Byte(Version).Byte((byte)step), id);
        // What is committed or discarded is there already.
        PointFormat.Write(to, step is BatchStep.Store or BatchStep.Stage ? points : []);
        return to.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no order of this version.</exception>
    public static (BatchStep Step, BatchId Id, IReadOnlyList<Point> Points) Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        if (from.Byte() is var version and not Version)
            throw from.Damaged($"a batch of version {version}, and this node knows {Version}: start the version that wrote it");
        var step = (BatchStep)from.Byte();
        if (!Enum.IsDefined(step)) throw from.Damaged($"{(byte)step} is no step of a batch");
        var (id, points) = (ReadId(from), PointFormat.Read(from));
        from.End();
        return (step, id, points);
    }

    public static void Write(ByteWriter to, BatchId id) => to.Count(id.Node).Count(id.Start).Count(id.Number);

    public static BatchId ReadId(ByteReader from) => new(from.Id(), from.Count(), from.Count());
}
