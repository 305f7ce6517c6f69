using System.Buffers;
using System.Text;
using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Tests.Workloads.Redis;

public sealed class RespReaderTests
{
    [Theory]
    [InlineData("+OK\r\n", "+OK")]
    [InlineData("-READONLY You can't write\r\n", "-READONLY You can't write")]
    [InlineData(":-42\r\n", ":-42")]
    [InlineData("$5\r\nhe\r\no\r\n", "$he\r\no")]
    [InlineData("$0\r\n\r\n", "$")]
    [InlineData("$-1\r\n", "nil")]
    [InlineData("*-1\r\n", "nil")]
    [InlineData("*0\r\n", "[]")]
    [InlineData("*3\r\n:1\r\n*2\r\n$1\r\na\r\n*0\r\n+x\r\n", "[:1,[$a,[]],+x]")]
    public void Reply_is_the_same_however_it_is_cut(string bytes, string expected)
    {
        Assert.Equal(expected, Print(Assert.Single(ReadAll(bytes, bytes.Length))));
        for (var size = 1; size < bytes.Length; size++) Assert.Equal(expected, Print(Assert.Single(ReadAll(bytes, size))));
        for (var cut = 1; cut < bytes.Length; cut++) Assert.Equal(expected, Print(Assert.Single(ReadParts(bytes[..cut], bytes[cut..]))));
    }

    [Fact]
    public void Replies_that_arrive_together_are_read_one_by_one() =>
        Assert.Equal(["+OK", ":1", "nil"], ReadAll("+OK\r\n:1\r\n$-1\r\n", 100).Select(Print));

    [Theory]
    [InlineData("?\r\n", "cannot begin with 0x3f")]
    [InlineData("\r\n", "an empty line")]
    [InlineData(":12a\r\n", "a number has something else in it")]
    [InlineData(":\r\n", "a number is empty or too long")]
    [InlineData(":123456789012345678901\r\n", "a number is empty or too long")]
    [InlineData("$-2\r\n", "a length of -2")]
    [InlineData("$99999999999\r\n", "a length of 99999999999")]
    [InlineData("*99999999999\r\n", "a length of 99999999999")]
    [InlineData("$2\r\nabcd\r\n", "does not end where its length says")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", "nested more than 8 deep")]
    public void What_is_not_resp_is_refused_with_the_reason(string bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<RespException>(() => ReadAll(bytes, bytes.Length)).Message);

    [Fact]
    public void Header_of_an_array_costs_nothing_before_its_items_come()
    {
        var reader = new RespReader();
        ReadAll("*1\r\n:1\r\n", 100);
        var buffer = Split(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"*{RespReader.MaxItems}\r\n", 8))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(reader.TryRead(ref buffer, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Long_array_is_whole()
    {
        var items = Enumerable.Range(0, 1000).Select(i => $":{i}").ToList();
        var reply = $"*{items.Count}\r\n{string.Join("\r\n", items)}\r\n";
        Assert.Equal($"[{string.Join(',', items)}]", Print(Assert.Single(ReadAll(reply, 100))));
    }

    [Fact]
    public void Line_without_an_end_is_refused_before_it_fills_the_memory() =>
        Assert.Throws<RespException>(() => ReadAll("+" + new string('x', RespReader.MaxLineBytes + 1), 4096));

    [Fact]
    public void Command_is_an_array_of_bulk_strings()
    {
        var output = new ArrayBufferWriter<byte>();
        RespWriter.WriteCommand(output, "SET", "ключ", "");
        Assert.Equal("*3\r\n$3\r\nSET\r\n$8\r\nключ\r\n$0\r\n\r\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static List<RespValue> ReadAll(string bytes, int partSize) =>
        ReadParts([.. bytes.Chunk(partSize).Select(part => new string(part))]);

    private static List<RespValue> ReadParts(params string[] parts)
    {
        var reader = new RespReader();
        var values = new List<RespValue>();
        byte[] rest = [];
        foreach (var part in parts)
        {
            var buffer = Split([.. rest, .. Encoding.UTF8.GetBytes(part)]);
            while (reader.TryRead(ref buffer, out var value)) values.Add(value);
            rest = buffer.ToArray();
        }
        return values;
    }

    /// <summary>Two segments, because bytes from a socket rarely lie in one.</summary>
    private static ReadOnlySequence<byte> Split(byte[] bytes)
    {
        var first = new Segment(bytes.AsMemory(0, bytes.Length / 2), 0);
        var second = new Segment(bytes.AsMemory(bytes.Length / 2), bytes.Length / 2);
        first.Then(second);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private static string Print(RespValue value) => value.Kind switch
    {
        RespKind.Simple => $"+{value.Text}",
        RespKind.Error => $"-{value.Text}",
        RespKind.Integer => $":{value.Number}",
        RespKind.Bulk => $"${value.Text}",
        RespKind.Array => $"[{string.Join(',', value.Items!.Select(Print))}]",
        _ => "nil",
    };

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public void Then(Segment next) => Next = next;
    }
}
