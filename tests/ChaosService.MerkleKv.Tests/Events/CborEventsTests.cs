using ChaosService.MerkleKv.Events;

namespace ChaosService.MerkleKv.Tests.Events;

public sealed class CborEventsTests
{
    private const string Id = "000102030405060708090a0b0c0d0e0f";

    /// <summary>Written down by hand, from RFC 8949: a map of nine, its names as texts, its bytes as arrays of integers.</summary>
    [Fact]
    public void Event_is_written_as_other_implementations_read_it()
    {
        var change = new ChangeEvent(
            ChangeKind.Append, "k", "hiÿ", new(1_700_000_000_123_456_789, MerkleKv.Ordering.OpId.Parse(Id)), "node1");

        Assert.Equal(
            "a9"
            + "6176" + "01"
            + "626f70" + "66617070656e64"
            + "636b6579" + "616b"
            + "6376616c" + "84" + "1868" + "1869" + "18c3" + "18bf"
            + "627473" + "1b17979cfe3d85cd15"
            + "63737263" + "656e6f646531"
            + "656f705f6964" + "90" + "000102030405060708090a0b0c0d0e0f"
            + "6470726576" + "f6"
            + "6374746c" + "f6",
            Convert.ToHexStringLower(EventCodec.Encode(change)));
    }

    [Theory]
    [InlineData(ChangeKind.Set, "set")]
    [InlineData(ChangeKind.Del, "del")]
    [InlineData(ChangeKind.Incr, "incr")]
    [InlineData(ChangeKind.Decr, "decr")]
    [InlineData(ChangeKind.Append, "append")]
    [InlineData(ChangeKind.Prepend, "prepend")]
    internal void Event_is_read_as_it_was_written(ChangeKind kind, string name)
    {
        var change = new ChangeEvent(
            kind, "schlüssel", kind == ChangeKind.Del ? null : "wert 1 ", new(ulong.MaxValue, new(UInt128.MaxValue)), "a");

        Assert.Equal(name, change.Name);
        Assert.Equal(change, EventCodec.Decode(EventCodec.Encode(change)));
    }

    [Fact]
    public void Largest_value_fits_a_message()
    {
        var change = new ChangeEvent(ChangeKind.Set, "k", new string('x', EventCodec.ValueBytesMax), new(1, new(1)), "a");

        Assert.Equal(change, EventCodec.Decode(EventCodec.Encode(change)));
    }
}
