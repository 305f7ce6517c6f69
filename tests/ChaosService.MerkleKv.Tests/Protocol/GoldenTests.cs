using ChaosService.MerkleKv.Settings;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Protocol;

/// <summary>Replies, to the letter. A bar parts commands, of which the last one's reply is meant; a slash parts its lines.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("GET k", "NOT_FOUND")]
    [InlineData("SET k v", "OK")]
    [InlineData("SET k two words|GET k", "VALUE two words")]
    [InlineData("set k v|gEt k", "VALUE v")]
    [InlineData("SET k |GET k", "VALUE ")]
    [InlineData("SET k 日本 ü 😀|GET k", "VALUE 日本 ü 😀")]
    [InlineData("INC n", "VALUE 1")]
    [InlineData("INC n 5|INC n", "VALUE 6")]
    [InlineData("DEC n", "VALUE -1")]
    [InlineData("DEC n 5|DEC n -2", "VALUE -3")]
    [InlineData("SET n x|INC n", "ERROR Value for key 'n' is not a valid number")]
    [InlineData("SET n 9223372036854775807|INC n", "ERROR Value for key 'n' would overflow")]
    [InlineData("INC n x", "ERROR INC command amount must be a valid number")]
    [InlineData("INC n 1 2", "ERROR INC command accepts only one amount")]
    [InlineData("INC", "ERROR INC command requires a key")]
    [InlineData("APPEND k a", "VALUE a")]
    [InlineData("SET k b|APPEND k  c|PREPEND k a", "VALUE ab c")]
    [InlineData("APPEND k", "ERROR APPEND command requires a key and value")]
    [InlineData("MGET a b", "NOT_FOUND")]
    [InlineData("MSET a 1 b 2|MGET b x a", "VALUES 2/b 2/x NOT_FOUND/a 1")]
    [InlineData("MGET", "ERROR MGET command requires at least one key")]
    [InlineData("MSET a", "ERROR MSET command requires an even number of arguments (key-value pairs)")]
    [InlineData("SET k v|TRUNCATE|GET k", "NOT_FOUND")]
    [InlineData("FLUSH", "OK")]
    [InlineData("VERSION", "VERSION 0.1.0")]
    [InlineData("", "ERROR Empty command")]
    [InlineData("   ", "ERROR Empty command")]
    [InlineData("Nonsense x", "ERROR Unknown command: Nonsense")]
    [InlineData("GET", "ERROR GET command requires arguments")]
    [InlineData("GET a b", "ERROR GET command accepts only one argument")]
    [InlineData("SET", "ERROR SET command requires arguments")]
    [InlineData("SET k", "ERROR SET command requires a key and value")]
    [InlineData("DEL", "ERROR DEL command requires arguments")]
    [InlineData("SET k a\tb", "ERROR Invalid character: tab character not allowed")]
    [InlineData("SET k a\u0001b", "ERROR Invalid character: control character not allowed")]
    [InlineData("SET k a\rb", "ERROR Invalid character: control character not allowed")]
    public async Task Reply_is_the_same_in_both_dialects(string commands, string expected)
    {
        await AssertReplyAsync(Dialect.Classic, commands, expected);
        await AssertReplyAsync(Dialect.Current, commands, expected);
    }

    [Theory]
    [InlineData("DEL k", "OK", "NOT_FOUND")]
    [InlineData("SET k v|DELETE k", "OK", "DELETED")]
    [InlineData("SET k v|DEL k|GET k", "NOT_FOUND", "NOT_FOUND")]
    [InlineData("PING", "PONG", "PONG ")]
    [InlineData("PING x y", "PONG", "PONG x y")]
    [InlineData("ECHO x y", "ERROR Unknown command: ECHO", "ECHO x y")]
    [InlineData("MSET a 1 b 2|EXISTS a b c", "ERROR Unknown command: EXISTS", "EXISTS 2")]
    [InlineData("MSET a 1 b 2|DBSIZE", "ERROR Unknown command: DBSIZE", "DBSIZE 2")]
    [InlineData("MEMORY", "ERROR Unknown command: MEMORY", "MEMORY 0")]
    [InlineData("MSET b 1 a2 2 a1 3|SCAN a", "ERROR Unknown command: SCAN", "KEYS 2/a1/a2")]
    [InlineData("MSET b 1 a 2|SCAN", "ERROR Unknown command: SCAN", "KEYS 2/a/b")]
    [InlineData("SET k v|FLUSHDB|GET k", "VALUE v", "NOT_FOUND")]
    [InlineData("HASH", "ERROR Unknown command: HASH", "HASH 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(
        "MSET a 1 b 2|HASH a", "ERROR Unknown command: HASH",
        "HASH a 4ba9bdecd6b287135f7d4ca5a577b2b657309c6cb5c3321c96d345bffdf78f72")]
    [InlineData("SYNC", "ERROR Unknown command: SYNC", "ERROR SYNC command requires a host and port")]
    [InlineData("SYNC h 1 --x", "ERROR Unknown command: SYNC", "ERROR SYNC command has no option --x")]
    [InlineData("REPLICATE status", "ERROR Unknown command: REPLICATE", "REPLICATION disabled")]
    [InlineData(
        "REPLICATE enable", "ERROR Unknown command: REPLICATE",
        "ERROR Replication is not configured: start the node with REPLICATION=on")]
    [InlineData("PEER ENTRY k", "ERROR Unknown command: PEER", "NOT_FOUND")]
    public async Task Reply_differs(string commands, string classic, string current)
    {
        await AssertReplyAsync(Dialect.Classic, commands, classic);
        await AssertReplyAsync(Dialect.Current, commands, current);
    }

    [Fact]
    public async Task Statistics_are_lines_of_a_name_and_a_value()
    {
        await using var node = TestNode.Start();
        using var client = node.Connect();
        await client.AskAsync("SET k v");

        var stats = await client.AskManyAsync("STATS");
        var info = await client.AskManyAsync("INFO");

        Assert.Equal("STATS", stats[0]);
        Assert.Equal("INFO", info[0]);
        Assert.All(stats.Skip(1).Concat(info.Skip(1)), l => Assert.Matches("^[a-z_]+:.*$", l));
        Assert.Contains("keys:1", stats);
        Assert.Contains("connections:1", stats);
        Assert.Contains("events_dropped:0", stats);
        Assert.Contains("replication_backlog:0", stats);
        Assert.Contains("engine:memory", info);
    }

    [Fact]
    public async Task Client_list_names_each_connection_and_ends()
    {
        await using var node = TestNode.Start();
        using var first = node.Connect();
        await first.AskAsync("PING");
        using var second = node.Connect();

        var lines = await second.AskManyAsync("CLIENT LIST");

        Assert.Equal(["id=1", "id=2", "END"], lines.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public async Task Shutdown_is_acknowledged()
    {
        await using var node = TestNode.Start();

        Assert.Equal("OK", await node.AskAsync("SHUTDOWN"));
        await node.AskedToStop.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static async Task AssertReplyAsync(Dialect dialect, string commands, string expected)
    {
        await using var node = TestNode.Start(dialect: dialect);
        using var client = node.Connect();
        var all = commands.Split('|');
        foreach (var command in all[..^1]) await client.AskAsync(command);
        await client.SendAsync($"{all[^1]}\r\n");
        foreach (var line in expected.Split('/')) Assert.Equal(line, await client.LineAsync());
    }
}
