using ChaosService.Reference.Core.Bytes;

namespace ChaosService.Reference.Core.Writes;

/// <summary>
/// The batches that a partition has handled. It is part of the partition's state, so all replicas have the same, and it is bounded:
/// the latest of each sender are remembered individually, and older ones are refused, because they may have been stored already.
/// </summary>
internal sealed class SeenBatches
{
    /// <summary>How many numbers of one sender, and starts of one node, are remembered.</summary>
    public const int KnownMax = 1024;
    public const int StartsMax = 4;

    private readonly SortedDictionary<(uint Node, ulong Start), SortedSet<ulong>> _known = [];

    public enum Answer
    {
        New,
        Seen,
        TooOld,
    }

    /// <summary>Whether it is new; marks it as seen.</summary>
    public Answer Add(BatchId id)
    {
        if (!_known.TryGetValue((id.Node, id.Start), out var numbers))
        {
            var starts = _known.Keys.Where(k => k.Node == id.Node).ToList();
            if (starts.Count == StartsMax && id.Start < starts[0].Start) return Answer.TooOld;
            if (starts.Count == StartsMax) _known.Remove(starts[0]);
            _known.Add((id.Node, id.Start), numbers = []);
        }
        if (numbers.Contains(id.Number)) return Answer.Seen;
        if (numbers.Count == KnownMax && id.Number < numbers.Min) return Answer.TooOld;
        numbers.Add(id.Number);
        if (numbers.Count > KnownMax) numbers.Remove(numbers.Min);
        return Answer.New;
    }

    public bool Contains(BatchId id) => _known.TryGetValue((id.Node, id.Start), out var numbers) && numbers.Contains(id.Number);

    public byte[] Save()
    {
        var to = new ByteWriter();
        to.List(_known, sender => to.Count(sender.Key.Node).Count(sender.Key.Start).List(sender.Value, number => to.Count(number)));
        return to.ToArray();
    }

    /// <exception cref="FormatException">The bytes are not output of <see cref="Save"/>.</exception>
    public static SeenBatches Load(ReadOnlyMemory<byte> bytes)
    {
        var (from, seen) = (new ByteReader(bytes), new SeenBatches());
        from.List(() => seen._known.TryAdd((from.Id(), from.Count()), [.. from.List(from.Count)]));
        from.End();
        return seen;
    }
}
