using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;
using ChaosService.Reference.Tests.Catalog.Replicated;

namespace ChaosService.Reference.Tests.Catalog.Format;

public sealed class CatalogFormatTests
{
    private static readonly CatalogCommand[] Commands =
        [.. Generate(seed: 3, count: 400), new SetNodeFormat(5, 3, 2), new RaiseFormat(6, 2)];

    [Fact]
    public void Command_is_read_as_it_was_written()
    {
        foreach (var command in Commands)
        {
            var bytes = CommandFormat.Write(command);
            var read = CommandFormat.Read(bytes);

            Assert.Equal(bytes, CommandFormat.Write(read));
            if (command is not ConfigureSharding sharding)
            {
                Assert.Equal(command, read);
                continue;
            }
            // A list has no equality of its own.
            var keys = ((ConfigureSharding)read).ShardKeys;
            Assert.Equal(sharding.ShardKeys, keys);
            Assert.Equal(sharding with { ShardKeys = keys }, read);
        }
        Assert.Equal(12, Commands.Select(c => c.GetType()).Distinct().Count());
    }

    [Fact]
    public void Catalog_is_read_as_it_was_written()
    {
        var state = Grown();

        var bytes = StateFormat.Write(state);
        var read = StateFormat.Read(bytes);

        Assert.Equal(bytes, StateFormat.Write(read));
        Assert.Equal((state.LastShardId, state.LastMove), (read.LastShardId, read.LastMove));
        Assert.Equal(state.Nodes, read.Nodes);
        Assert.Equal(state.Addressed.Select(s => s.Address), read.Addressed.Select(s => s.Address));
        Assert.Equal(state.Databases.SelectMany(d => d.Value.Select(Text)), read.Databases.SelectMany(d => d.Value.Select(Text)));
        Assert.True(state.Shards.Any(s => s.Move is not null) && state.Databases.Count > 1, "The catalog is too small to show anything.");
    }

    [Theory]
    [InlineData("ü, \u0000 and 🍭")]
    [InlineData("")]
    public void Names_of_every_kind_stay_what_they_are(string name) => Assert.Equal(
        name, ((CreateTable)CommandFormat.Read(CommandFormat.Write(new CreateTable(long.MinValue, name, name, int.MaxValue)))).Table);

    [Fact]
    public void Name_that_is_no_text_is_not_written_as_another_one() =>
        Assert.ThrowsAny<ArgumentException>(() => CommandFormat.Write(new RemoveNode(1, "\ud800")));

    [Fact]
    public void Bytes_that_are_cut_off_anywhere_are_nothing()
    {
        foreach (var bytes in Commands.Take(40).Select(CommandFormat.Write))
            for (var cut = 0; cut < bytes.Length; cut++)
                Assert.Throws<FormatException>(() => CommandFormat.Read(bytes.AsMemory(0, cut)));
        var whole = StateFormat.Write(Grown());
        for (var cut = 0; cut < whole.Length; cut++) Assert.Throws<FormatException>(() => StateFormat.Read(whole.AsMemory(0, cut)));
        Assert.Throws<FormatException>(() => StateFormat.Read(whole.Append((byte)0).ToArray()));
    }

    [Fact]
    public void Bit_that_flips_anywhere_gives_another_value_or_a_clear_error_and_nothing_else()
    {
        foreach (var bytes in Commands.Take(40).Select(CommandFormat.Write)) Flip(bytes, b => CommandFormat.Write(CommandFormat.Read(b)));
        Flip(StateFormat.Write(Grown()), b => StateFormat.Write(StateFormat.Read(b)));
    }

    [Theory]
    [InlineData("02", "byte 1: a command of version 2 is read by version 1")]
    [InlineData("016300", "byte 3: 99 is no kind of command")]
    [InlineData("01020005", "byte 4: a length of 5, and 0 bytes are left")]
    public void Error_names_the_place_and_what_is_there(string hex, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => CommandFormat.Read(Convert.FromHexString(hex))).Message);

    /// <summary>What is read is written as the same bytes: no two ways of writing mean the same.</summary>
    private static void Flip(byte[] bytes, Func<byte[], byte[]> through)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(bytes, through(bytes));
            }
            catch (FormatException damage)
            {
                Assert.StartsWith("byte ", damage.Message);
            }
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    /// <summary>All of a table, written in another way than the format does.</summary>
    private static string Text(KeyValuePair<string, CatalogTable> table) =>
        $"{table.Key} {table.Value.ReplicationFactor} {table.Value.Sharding.HashPartitions} "
            + $"{string.Join(',', table.Value.Sharding.ShardKeys)}\n"
            + string.Join('\n', table.Value.Shards.Values.Select(s => $"{s.Id} {s.Time} {s.Move} {string.Join(',', s.ShardKeys)} "
                + $"{string.Join(',', s.History)} {string.Join(';', s.Partitions.Select(p => string.Join(',', p)))}"));

    private static CatalogState Grown() => Commands.Aggregate(CatalogState.Empty, (state, c) => CatalogMachine.Apply(state, c).State);

    private static List<CatalogCommand> Generate(int seed, int count)
    {
        var calls = new ManagementCalls(new Random(seed));
        var (state, commands) = (CatalogState.Empty, new List<CatalogCommand>());
        for (var i = 0; i < count; i++)
        {
            commands.Add(calls.Next(i, state));
            state = CatalogMachine.Apply(state, commands[^1]).State;
        }
        return commands;
    }
}
