using System.Formats.Cbor;
using System.Text;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Tests.Events;

public sealed class LenientReadingTests
{
    private const string Ids = "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]";

    private static readonly ChangeEvent Expected =
        new(ChangeKind.Set, "k", "hi", new(5, OpId.Parse("000102030405060708090a0b0c0d0e0f")), "a");

    /// <summary>What older nodes publish.</summary>
    [Theory]
    [InlineData("""{"v":1,"op":"set","key":"k","val":[104,105],"ts":5,"src":"a","op_id":#,"prev":null,"ttl":null}""")]
    [InlineData("""{"op_id":#,"src":"a","ts":5,"val":[104,105],"key":"k","op":"Set"}""")]
    [InlineData(""" {"v":1,"op":"SET","key":"k","val":[104,105],"ts":5,"src":"a","op_id":#,"new":{"x":[1]},"prev":[1,2]} """)]
    public void Json_is_read(string json) => Assert.Equal(Expected, Read(json));

    [Fact]
    public void Cbor_of_other_writers_is_read()
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(null);
        Field("extra").WriteStartArray(1);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteEndArray();
        Field("op_id").WriteByteString(Enumerable.Range(0, 16).Select(b => (byte)b).ToArray());
        Field("src").WriteTextString("a");
        Field("ts").WriteUInt64(5);
        Field("val").WriteByteString("hi"u8);
        Field("key").WriteTextString("k");
        Field("op").WriteTextString("set");
        writer.WriteEndMap();

        Assert.Equal(Expected, EventCodec.Decode(writer.Encode()));

        CborWriter Field(string name)
        {
            writer.WriteTextString(name);
            return writer;
        }
    }

    [Theory]
    [InlineData("", "as CBOR")]
    [InlineData("garbage", "as CBOR")]
    [InlineData("""{"op":"set"}""", "key")]
    [InlineData("""["op","set"]""", "As JSON")]
    [InlineData("""{"op":"fly","key":"k","val":[104],"ts":5,"src":"a","op_id":#}""", "op 'fly'")]
    [InlineData("""{"op":"set","key":"","val":[104],"ts":5,"src":"a","op_id":#}""", "key")]
    [InlineData("""{"op":"set","key":"a b","val":[104],"ts":5,"src":"a","op_id":#}""", "key")]
    [InlineData("""{"op":"set","key":"k","ts":5,"src":"a","op_id":#}""", "no val")]
    [InlineData("""{"op":"set","key":"k","val":"hi","ts":5,"src":"a","op_id":#}""", "As JSON")]
    [InlineData("""{"op":"set","key":"k","val":[256],"ts":5,"src":"a","op_id":#}""", "As JSON")]
    [InlineData("""{"op":"set","key":"k","val":[195,40],"ts":5,"src":"a","op_id":#}""", "val is not UTF-8")]
    [InlineData("""{"op":"set","key":"k","val":[13,10],"ts":5,"src":"a","op_id":#}""", "control characters in val")]
    [InlineData("""{"op":"set","key":"k","val":[104],"src":"a","op_id":#}""", "no ts")]
    [InlineData("""{"op":"set","key":"k","val":[104],"ts":-1,"src":"a","op_id":#}""", "As JSON")]
    [InlineData("""{"op":"set","key":"k","val":[104],"ts":18446744073709551616,"src":"a","op_id":#}""", "As JSON")]
    [InlineData("""{"op":"set","key":"k","val":[104],"ts":5,"op_id":#}""", "no src")]
    [InlineData("""{"op":"set","key":"k","val":[104],"ts":5,"src":"a","op_id":[1]}""", "op_id of 1 bytes")]
    [InlineData("""{"v":2,"op":"set","key":"k","val":[104],"ts":5,"src":"a","op_id":#}""", "version 2")]
    public void Malformed_message_is_refused_with_the_reason(string message, string reason) =>
        Assert.Contains(reason, Assert.Throws<MalformedEventException>(() => Read(message)).Message);

    /// <summary>Whatever is cut off or altered, a message is an event or malformed, and nothing else.</summary>
    [Fact]
    public void Damaged_cbor_is_malformed_or_an_event()
    {
        var good = EventCodec.Encode(Expected);
        for (var length = 0; length < good.Length; length++)
            Assert.Throws<MalformedEventException>(() => EventCodec.Decode(good.AsMemory(0, length)));
        var refused = 0;
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])good.Clone();
            for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                EventCodec.Decode(bytes);
            }
            catch (MalformedEventException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 4999);
    }

    [Fact]
    public void Oversized_message_is_refused_unread() => Assert.Contains(
        "at most", Assert.Throws<MalformedEventException>(() => EventCodec.Decode(new byte[EventCodec.MessageBytesMax + 1])).Message);

    private static ChangeEvent Read(string json) => EventCodec.Decode(Encoding.UTF8.GetBytes(json.Replace("#", Ids)));
}
