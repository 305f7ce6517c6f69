using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query.Sql;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Consensus;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>One partition's contents: its points, in memory, and its record of batches. Durability comes from the log.</summary>
/// <param name="isParquet">Whether it is saved as Parquet; it can be restored from both.</param>
/// <param name="format">The format in which it is saved otherwise; null: the oldest.</param>
/// <param name="known">The newest storage format that it reads.</param>
internal sealed class PartitionStore(
    WriteBugs bugs, bool isParquet = false, Func<byte>? format = null, byte known = StorageFormat.Newest) : IStateMachine
{
    private readonly Lock _lock = new();
    private PointTable _points = new();
    private PartitionIntake _intake = new(bugs);
    private long _applied;

    /// <summary>Points that were stored, each batch counted once: points that replace others count as well.</summary>
    public long Applied
    {
        get
        {
            lock (_lock) return _applied;
        }
    }

    /// <returns>Null when the order was carried out: now, or earlier.</returns>
    public object? Apply(ReadOnlyMemory<byte> command)
    {
        var (step, id, points) = BatchFormat.Read(command, known);
        lock (_lock)
        {
            var why = _intake.Take(step, id, points, out var stored);
            foreach (var point in stored) _points.Store(point);
            _applied += stored.Count;
            return why is null ? null : new Rejected(why);
        }
    }

    public Func<Task<byte[]>> Save()
    {
        lock (_lock)
        {
            // Points are never changed in place, only replaced.
            var points = All();
            if (!isParquet)
            {
                var written = format?.Invoke() ?? StorageFormat.Rows;
                var to = new ByteWriter().Byte(written).Count((ulong)_applied);
                _intake.Save(to, written);
                PointFormat.Write(to, points, written);
                return () => Task.FromResult(to.ToArray());
            }
            // Parquet is self-describing; the record of batches is in the oldest format, whatever the other nodes write.
            var batches = new ByteWriter();
            _intake.Save(batches);
            var image = new PartitionImage(_applied, batches.ToArray(), points);
            return () => ParquetImage.WriteAsync(image);
        }
    }

    public void Restore(ReadOnlyMemory<byte> data)
    {
        var (applied, intake, points) = ParquetImage.Is(data.Span) ? ReadParquet(data) : Read(data);
        lock (_lock)
        {
            (_applied, _intake, _points) = (applied, intake, new());
            foreach (var point in points) _points.Store(point);
        }
    }

    /// <summary>Every point, in order of time and then of tags: copies with the same contents give the same result.</summary>
    public IReadOnlyList<Point> Scan()
    {
        lock (_lock) return [.. All().OrderBy(p => p.Time)];
    }

    /// <summary>The points that can match, series by series, and the columns of all points.</summary>
    public (IReadOnlyList<Point> Points, IReadOnlyList<Column> Columns) Scan(
        TimeRange time, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        lock (_lock) return (_points.Scan(time, tags), _points.Columns);
    }

    private (long Applied, PartitionIntake Intake, IReadOnlyList<Point> Points) Read(ReadOnlyMemory<byte> data)
    {
        var from = new ByteReader(data);
        var written = from.Byte();
        if (StorageFormat.WhyNot("a snapshot", written, known) is { } why) throw new FormatException(why);
        var (applied, intake, points) = (
            (long)from.Count(), PartitionIntake.Load(from, bugs, written), PointFormat.Read(from, written));
        from.End();
        return (applied, intake, points);
    }

    private (long Applied, PartitionIntake Intake, IReadOnlyList<Point> Points) ReadParquet(ReadOnlyMemory<byte> data)
    {
        // In memory: nothing to await.
        var image = ParquetImage.ReadAsync(data).GetAwaiter().GetResult();
        var from = new ByteReader(image.Batches);
        var intake = PartitionIntake.Load(from, bugs);
        from.End();
        return (image.Applied, intake, image.Points);
    }

    private List<Point> All() => _points.Scan(SelectStatement.AllTime, []);
}
