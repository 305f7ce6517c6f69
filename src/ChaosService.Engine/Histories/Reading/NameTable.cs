using System.Text;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// One string for each distinct name in a history. Keys, nodes and functions come back in every line: decoding each again would cost
/// more than all other parsing. Names beyond the limit are decoded and not kept, so that a file cannot make the table endless.
/// </summary>
internal sealed class NameTable
{
    private const int Limit = 1 << 20;

    private Entry[] _slots = new Entry[1 << 10];
    private int _count;

    private readonly record struct Entry(byte[] Bytes, string Text);

    public string Get(ReadOnlySpan<byte> utf8)
    {
        var slot = Slot(_slots, utf8);
        if (_slots[slot].Text is { } known) return known;
        var text = Encoding.UTF8.GetString(utf8);
        if (_count >= Limit) return text;
        _slots[slot] = new Entry(utf8.ToArray(), text);
        if (++_count * 2 > _slots.Length) Grow();
        return text;
    }

    /// <summary>The slot that holds the name, or the free one it belongs into.</summary>
    private static int Slot(Entry[] slots, ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var b in utf8) hash = (hash ^ b) * 16777619u;
        var mask = slots.Length - 1;
        var slot = (int)(hash ^ (hash >> 15)) & mask;
        while (slots[slot].Text is not null && !utf8.SequenceEqual(slots[slot].Bytes)) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var larger = new Entry[_slots.Length * 2];
        foreach (var entry in _slots)
            if (entry.Text is not null)
                larger[Slot(larger, entry.Bytes)] = entry;
        _slots = larger;
    }
}
