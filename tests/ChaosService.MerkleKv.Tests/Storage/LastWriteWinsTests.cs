using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Storage;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Storage;

public sealed class LastWriteWinsTests
{
    private static readonly ulong[] Times = [0, 1, 2, 3, ulong.MaxValue - 1, ulong.MaxValue];

    /// <summary>Deletes, equal times and the ends of time among them.</summary>
    [Fact]
    public void Any_order_of_the_same_events_gives_the_content_of_the_latest()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var events = Draw(new Random(seed));
            var expected = Latest(events);
            Assert.True(Content(events, seed, SeededBugs.None) == expected, $"seed {seed}, order 1");
            Assert.True(Content(events, ~seed, SeededBugs.None) == expected, $"seed {seed}, order 2");
        }
    }

    [Theory]
    [InlineData(SeededBugs.NoTieBreak)]
    [InlineData(SeededBugs.NoTombstones)]
    internal void Bug_makes_the_order_matter(SeededBugs bug) => Assert.Contains(
        Enumerable.Range(0, 500),
        seed => Draw(new Random(seed)) is var events && Content(events, seed, bug) != Content(events, ~seed, bug));

    [Fact]
    public async Task Older_event_does_not_overwrite_a_local_write_and_a_later_one_does()
    {
        var published = new List<ChangeEvent>();
        var store = Stores.New(published: published);
        await store.SetAsync("k", "local");
        var stamp = published[0].Stamp;

        Assert.Equal(ApplyOutcome.Older, store.Apply(Changes.Of("k", "older", stamp.Ts - 1, ulong.MaxValue)).Outcome);
        Assert.Equal("local", store.Get("k"));
        Assert.Equal(ApplyOutcome.Applied, store.Apply(Changes.Of("k", "later", stamp.Ts + 1, 0)).Outcome);
        Assert.Equal("later", store.Get("k"));
    }

    [Fact]
    public async Task Local_write_overwrites_what_a_clock_that_is_ahead_wrote()
    {
        var published = new List<ChangeEvent>();
        var store = Stores.New(published: published);
        store.Apply(Changes.Of("k", "future", ulong.MaxValue, 7));
        await store.SetAsync("k", "local");

        Assert.Equal("local", store.Get("k"));
        Assert.True(published[0].Stamp.IsAfter(new(ulong.MaxValue, new(7))));
    }

    [Fact]
    public void Write_after_the_last_stamp_is_refused_and_truncate_leaves_the_key()
    {
        var store = Stores.New();
        store.Apply(new(ChangeKind.Set, "k", "last", new(ulong.MaxValue, new(UInt128.MaxValue)), "elsewhere"));

        Assert.Equal("Value for key 'k' has the last time there is", store.Change("k", ChangeKind.Set, _ => NewValue.Of("x")).Refusal);
        store.Truncate();
        Assert.Equal("last", store.Get("k"));
    }

    [Fact]
    public async Task Truncate_publishes_a_delete_of_each_key()
    {
        var published = new List<ChangeEvent>();
        var store = Stores.New(published: published);
        await store.SetAsync("a", "1");
        await store.SetAsync("b", "2");
        await store.DeleteAsync("a");
        published.Clear();

        await store.Truncate();

        Assert.Equal([(ChangeKind.Del, "b")], published.Select(e => (e.Kind, e.Key)));
        Assert.Equal((0, 2), (store.Count, store.Tombstones));
    }

    private static List<ChangeEvent> Draw(Random random) =>
        [.. Enumerable.Range(1, 24).Select(i => Changes.Of(
            $"k{random.Next(3)}", random.Next(3) == 0 ? null : $"v{i}", Times[random.Next(Times.Length)], (ulong)(i * 7 % 25)))];

    /// <summary>Some events arrive twice.</summary>
    private static string Content(List<ChangeEvent> events, int seed, SeededBugs bugs)
    {
        var random = new Random(seed);
        var store = Stores.New(bugs);
        ChangeEvent[] order = [.. events, .. events.Where(_ => random.Next(3) == 0)];
        random.Shuffle(order);
        foreach (var change in order) store.Apply(change);
        return Text(store.Live(""));
    }

    private static string Latest(List<ChangeEvent> events) => Text(
        events.GroupBy(e => e.Key).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.MaxBy(e => e.Stamp)!)
            .Where(e => e.Value is not null).Select(e => KeyValuePair.Create(e.Key, e.Value!)));

    private static string Text(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}"));
}
