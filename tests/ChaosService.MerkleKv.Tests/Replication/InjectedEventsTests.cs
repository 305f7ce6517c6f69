using System.Text;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Replication;

/// <summary>Events that no node would publish, straight to the broker.</summary>
public sealed class InjectedEventsTests
{
    [Fact]
    public async Task Json_of_an_older_node_is_applied()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.Bystander.PublishAsync(Encoding.UTF8.GetBytes(
            """{"v":1,"op":"set","key":"k","val":[104,105],"ts":5,"src":"x","op_id":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]}"""));
        await cluster.SettledAsync();

        Assert.Equal("VALUE hi", await cluster.A.GetAsync("k"));
        Assert.Equal("VALUE hi", await cluster.B.GetAsync("k"));
    }

    [Fact]
    public async Task Malformed_messages_are_counted_and_the_next_event_is_applied()
    {
        await using var cluster = await Cluster.StartAsync();
        byte[][] garbage = [[], [0xFF], [0xA1], Encoding.UTF8.GetBytes("{\"op\":1}"), new byte[EventCodec.MessageBytesMax + 1]];
        foreach (var message in garbage) await cluster.Bystander.PublishAsync(message);
        await cluster.Bystander.PublishAsync(Changes.Of("k", "good", 5, 1));
        await cluster.SettledAsync();

        Assert.Equal("VALUE good", await cluster.A.GetAsync("k"));
        Assert.Equal(garbage.Length, cluster.A[Counter.EventsMalformed]);
        Assert.True(cluster.A.IsConnected);
    }

    /// <summary>What is still an event after the damage is one to every node, and the others are none to any.</summary>
    [Fact]
    public async Task Storm_of_damaged_events_leaves_the_nodes_healthy_and_equal()
    {
        await using var cluster = await Cluster.StartAsync();
        foreach (var seeds in Enumerable.Range(0, 2000).Chunk(100))
            await Task.WhenAll(seeds.Select(seed => cluster.Bystander.PublishAsync(Damaged(seed))));
        await cluster.Bystander.PublishAsync(Changes.Of("k", "good", 5, 1));
        await cluster.SettledAsync();

        Assert.Equal("VALUE good", await cluster.A.GetAsync("k"));
        Assert.Equal(await cluster.A.HashAsync(), await cluster.B.HashAsync());
        Assert.InRange(cluster.A[Counter.EventsMalformed], 500, 1999);
        Assert.Equal(cluster.A[Counter.EventsMalformed], cluster.B[Counter.EventsMalformed]);
    }

    [Fact]
    public async Task Duplicate_is_skipped_and_counted()
    {
        await using var cluster = await Cluster.StartAsync();
        for (var i = 0; i < 5; i++) await cluster.Bystander.PublishAsync(Changes.Of("n", "1", 5, 1));
        await cluster.SettledAsync();

        Assert.Equal((2, 4), (cluster.A[Counter.EventsApplied], cluster.A[Counter.EventsSkippedDuplicate]));
    }

    [Fact]
    public async Task Skewed_clocks_decide_by_time_and_id_whatever_the_order()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.A.AskAsync("SET slow local");
        await cluster.A.AskAsync("SET fast local");
        await cluster.Bystander.PublishAsync(Changes.Of("slow", "minute ago", Changes.Now(-TimeSpan.FromMinutes(1)), 1));
        await cluster.Bystander.PublishAsync(Changes.Of("fast", "in a minute", Changes.Now(TimeSpan.FromMinutes(1)), 2));
        await cluster.Bystander.PublishAsync(Changes.Of("tie", "greater id", 5, 9));
        await cluster.Bystander.PublishAsync(Changes.Of("tie", "smaller id", 5, 3));
        await cluster.Bystander.PublishAsync(Changes.Of("end", "of time", ulong.MaxValue, 4));
        await cluster.Bystander.PublishAsync(Changes.Of("end", "now", Changes.Now(), 5));
        await cluster.SettledAsync();

        foreach (var node in (TestNode[])[cluster.A, cluster.B])
        {
            Assert.Equal("VALUE local", await node.GetAsync("slow"));
            Assert.Equal("VALUE in a minute", await node.GetAsync("fast"));
            Assert.Equal("VALUE greater id", await node.GetAsync("tie"));
            Assert.Equal("VALUE of time", await node.GetAsync("end"));
        }
    }

    /// <summary>A client that reads its own write must not see it lose against a clock that is ahead.</summary>
    [Fact]
    public async Task Local_write_follows_an_event_from_the_future_on_every_node()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.Bystander.PublishAsync(Changes.Of("k", "future", Changes.Now(TimeSpan.FromDays(1)), 1));
        await cluster.SettledAsync();
        await cluster.A.AskAsync("SET k mine");

        await Eventually.TrueAsync(async () => await cluster.B.GetAsync("k") == "VALUE mine", "b has it");
    }

    [Fact]
    public async Task Ids_that_are_remembered_are_bounded()
    {
        await using var cluster = await Cluster.StartAsync(change: r => r with { DedupeMax = 2 });
        foreach (var id in (ulong[])[1, 2, 3, 1]) await cluster.Bystander.PublishAsync(Changes.Of("k", $"{id}", 5, id));
        await cluster.SettledAsync();

        // The first id is forgotten; its event is older than what the key has.
        Assert.Equal((0, 1), (cluster.A[Counter.EventsSkippedDuplicate], cluster.A[Counter.EventsSkippedOlder]));
        Assert.Equal("VALUE 3", await cluster.A.GetAsync("k"));
    }

    private static byte[] Damaged(int seed)
    {
        var random = new Random(seed);
        var bytes = EventCodec.Encode(Changes.Of($"storm-{seed % 7}", $"{seed}", (ulong)seed, (ulong)seed + 100));
        for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
