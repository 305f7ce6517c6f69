using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Protos;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>
/// The points of one partition, in memory: what is durable is the log. A point of the same series and time as one that is there replaces
/// its fields, and leaves those that it does not name.
/// </summary>
internal sealed class PartitionStore : IStateMachine
{
    /// <summary>So many batches are known again if they come again; a node repeats one only for the time of a request.</summary>
    private const int BatchIdsMax = 10_000;

    /// <summary>A snapshot that is larger fits in no record of the write-ahead log: then the log keeps everything.</summary>
    private const int SnapshotCharsMax = 20 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<IReadOnlyList<KeyValuePair<string, string>>, Dictionary<long, KeyValuePair<string, FieldValue>[]>> _series =
        new(TagsComparer.Instance);

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _batchIds = new(StringComparer.Ordinal);
    private readonly Queue<string> _batchOrder = [];
    private string _table = "";

    /// <returns>Whether the batch was stored now, and not before.</returns>
    public object? Apply(ReadOnlyMemory<byte> command)
    {
        var batch = WriteBatch.Parser.ParseFrom(command.Span);
        var parsed = LineParser.Parse(batch.Lines, Precision.Nanosecond, 0);
        lock (_lock)
        {
            if (!Remember(batch.BatchId)) return false;
            foreach (var point in parsed.Points) Store(point);
            return true;
        }
    }

    public ReadOnlyMemory<byte>? Save()
    {
        var lines = new StringBuilder();
        foreach (var point in Scan()) LineWriter.Write(lines, point);
        if (lines.Length > SnapshotCharsMax) return null;
        return new PartitionSnapshot { BatchIds = { _batchOrder }, Lines = lines.ToString() }.ToByteArray();
    }

    public void Restore(ReadOnlyMemory<byte> data)
    {
        var snapshot = PartitionSnapshot.Parser.ParseFrom(data.Span);
        var parsed = LineParser.Parse(snapshot.Lines, Precision.Nanosecond, 0);
        lock (_lock)
        {
            _series.Clear();
            _batchIds.Clear();
            _batchOrder.Clear();
            foreach (var id in snapshot.BatchIds) Remember(id);
            foreach (var point in parsed.Points) Store(point);
        }
    }

    /// <summary>Every point, in the order of time and then of tags: copies that hold the same say the same.</summary>
    public IReadOnlyList<Point> Scan()
    {
        List<Point> points = [];
        lock (_lock)
        {
            foreach (var (tags, rows) in _series)
                foreach (var (time, fields) in rows) points.Add(new(0, _table, tags, fields, time));
        }
        points.Sort(InOrder);
        return points;
    }

    private static int InOrder(Point a, Point b)
    {
        var order = a.Time.CompareTo(b.Time);
        for (var i = 0; order == 0 && i < Math.Min(a.Tags.Count, b.Tags.Count); i++)
        {
            order = string.CompareOrdinal(a.Tags[i].Key, b.Tags[i].Key);
            if (order == 0) order = string.CompareOrdinal(a.Tags[i].Value, b.Tags[i].Value);
        }
        return order != 0 ? order : a.Tags.Count.CompareTo(b.Tags.Count);
    }

    private bool Remember(string batchId)
    {
        if (!_batchIds.Add(batchId)) return false;
        _batchOrder.Enqueue(batchId);
        if (_batchOrder.Count > BatchIdsMax) _batchIds.Remove(_batchOrder.Dequeue());
        return true;
    }

    private void Store(Point point)
    {
        _table = point.Table;
        if (!_series.TryGetValue(point.Tags, out var rows))
            _series[[.. point.Tags.Select(t => KeyValuePair.Create(Same(t.Key), Same(t.Value)))]] = rows = [];
        KeyValuePair<string, FieldValue>[] fields = [.. point.Fields.Select(f => KeyValuePair.Create(Same(f.Key), f.Value))];
        rows[point.Time] = rows.TryGetValue(point.Time, out var before)
            ? [.. before.Where(b => !fields.Any(f => f.Key == b.Key)), .. fields]
            : fields;
    }

    /// <summary>Names come again with every point: one string of each is enough.</summary>
    private string Same(string name)
    {
        if (_names.TryGetValue(name, out var known)) return known;
        return _names[name] = name;
    }
}
