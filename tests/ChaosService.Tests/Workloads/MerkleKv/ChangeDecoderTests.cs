using System.Formats.Cbor;
using ChaosService.Model.KeyValue;
using ChaosService.Workloads.MerkleKv.Changes;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class ChangeDecoderTests
{
    /// <summary>A change as a node publishes it: bytes are arrays of numbers.</summary>
    private static byte[] Message(ulong ts = 5, string? value = "17", string without = "", bool byteStrings = false)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(null);
        Put("v", () => writer.WriteInt32(1));
        Put("op", () => writer.WriteTextString("set"));
        Put("key", () => writer.WriteTextString("run/k0"));
        Put("val", () => Bytes(value is null ? null : System.Text.Encoding.UTF8.GetBytes(value)));
        Put("ts", () => writer.WriteUInt64(ts));
        Put("src", () => writer.WriteTextString("kv1"));
        Put("op_id", () => Bytes([0xab, 1]));
        Put("prev", writer.WriteNull);
        writer.WriteEndMap();
        return writer.Encode();

        void Put(string name, Action write)
        {
            if (name == without) return;
            writer.WriteTextString(name);
            write();
        }

        void Bytes(byte[]? bytes)
        {
            if (bytes is null)
            {
                writer.WriteNull();
            }
            else if (byteStrings)
            {
                writer.WriteByteString(bytes);
            }
            else
            {
                writer.WriteStartArray(bytes.Length);
                foreach (var b in bytes) writer.WriteUInt32(b);
                writer.WriteEndArray();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Change_is_read(bool byteStrings) => Assert.Equal(
        new ChangeEvent("ab01", ulong.MaxValue, "kv1", "set", "run/k0", "17"),
        ChangeDecoder.Read(Message(ulong.MaxValue, byteStrings: byteStrings)));

    [Fact]
    public void Delete_has_no_value() => Assert.Null(ChangeDecoder.Read(Message(value: null))!.Value);

    [Theory]
    [InlineData("key")]
    [InlineData("src")]
    [InlineData("op")]
    [InlineData("ts")]
    [InlineData("op_id")]
    public void Change_that_lacks_something_is_none(string missing) => Assert.Null(ChangeDecoder.Read(Message(without: missing)));

    [Fact]
    public void Every_beginning_of_a_message_is_none_and_nothing_throws()
    {
        var message = Message();
        Assert.All(Enumerable.Range(0, message.Length), length => Assert.Null(ChangeDecoder.Read(message[..length])));
    }

    [Fact]
    public void Other_bytes_are_none()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            Assert.Null(ChangeDecoder.Read(bytes));
        }
    }
}
