using System.Text;
using ChaosService.MerkleKv.Protocol;
using ChaosService.MerkleKv.Settings;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Protocol;

public sealed class LimitsTests
{
    [Fact]
    public async Task Longest_line_is_served_and_a_longer_one_closes_the_connection()
    {
        await using var node = TestNode.Start();
        using var client = node.Connect();
        var value = new string('x', LineReader.LineBytesMax - "SET k ".Length);

        Assert.Equal("OK", await client.AskAsync($"SET k {value}"));
        Assert.Equal($"VALUE {value}", await client.AskAsync("GET k"));
        Assert.Equal("ERROR line too long", await client.AskAsync($"SET k {value}y"));
        Assert.True(await client.IsClosedAsync());
        Assert.Equal($"VALUE {value}", await node.GetAsync("k"));
    }

    [Fact]
    public async Task Endless_line_is_cut_off()
    {
        await using var node = TestNode.Start();
        using var client = node.Connect();
        await client.SendAsync(new string('x', LineReader.LineBytesMax + 2));

        Assert.Equal("ERROR line too long", await client.LineAsync());
        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_close_the_connection_and_only_that()
    {
        await using var node = TestNode.Start();
        using var other = node.Connect();
        using var client = node.Connect();
        await client.SendAsync([.. Encoding.UTF8.GetBytes("SET k "), 0xC3, 0x28, (byte)'\n']);

        Assert.True(await client.IsClosedAsync());
        Assert.Equal("NOT_FOUND", await other.AskAsync("GET k"));
    }

    [Fact]
    public async Task Many_commands_in_one_packet_are_answered_in_order()
    {
        await using var node = TestNode.Start();
        using var client = node.Connect();
        await client.SendAsync(string.Concat(Enumerable.Range(1, 500).Select(i => i % 2 == 0 ? "INC n\n" : "INC n\r\n")));

        for (var i = 1; i <= 500; i++) Assert.Equal($"VALUE {i}", await client.LineAsync());
    }

    [Fact]
    public async Task Command_may_arrive_byte_by_byte()
    {
        await using var node = TestNode.Start();
        using var client = node.Connect();
        foreach (var b in Encoding.UTF8.GetBytes("SET k ü\r\n")) await client.SendAsync([b]);

        Assert.Equal("OK", await client.LineAsync());
    }

    [Fact]
    public async Task Clients_beyond_the_limit_are_closed()
    {
        await using var node = new TestNode(new NodeSettings { ConnectionsMax = 1 });
        using var first = node.Connect();
        Assert.Equal("PONG ", await first.AskAsync("PING"));
        using var second = node.Connect();

        Assert.True(await second.IsClosedAsync());
        Assert.Equal("PONG ", await first.AskAsync("PING"));
    }

    /// <summary>Half of it are commands with a byte changed, half of it noise; line ends among both.</summary>
    [Fact]
    public async Task Malformed_bytes_harm_nobody_else()
    {
        await using var node = TestNode.Start();
        using var other = node.Connect();
        Assert.Equal("OK", await other.AskAsync("SET untouched x"));
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes("INC n 1\r\nSET key value\nMGET a b c\nHASH\n");
            if (seed % 2 == 0) random.NextBytes(bytes);
            else bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var client = node.Connect();
            await client.SendAsync(bytes);
            client.EndSending();
            await Eventually.TrueAsync(client.IsClosedAsync, $"the conversation of seed {seed} ends");
        }

        Assert.Equal("VALUE x", await other.AskAsync("GET untouched"));
        await Eventually.TrueAsync(async () => (await other.AskManyAsync("CLIENT LIST")).Count == 2, "no other connection is left");
    }

    [Fact]
    public async Task Concurrent_increments_all_count()
    {
        await using var node = TestNode.Start();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var client = node.Connect();
            for (var i = 0; i < 50; i++) await client.AskAsync("INC n");
        }));

        Assert.Equal("VALUE 400", await node.GetAsync("n"));
    }

    [Fact]
    public async Task Value_that_grows_over_the_limit_is_refused()
    {
        await using var node = TestNode.Start();
        using var client = node.Connect();
        await client.AskAsync($"SET k {new string('x', LineReader.LineBytesMax - 100)}");

        Assert.Equal(
            $"ERROR Value for key 'k' would be longer than {LineReader.LineBytesMax} bytes",
            await client.AskAsync($"APPEND k {new string('y', 101)}"));
    }
}
