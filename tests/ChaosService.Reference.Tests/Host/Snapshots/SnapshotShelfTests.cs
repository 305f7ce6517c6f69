using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Objects;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Reference.Tests.Host.Snapshots;

public sealed class SnapshotShelfTests : IDisposable
{
    private static readonly GroupId Group = new(3, 1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Shared => _folder.Of("shared");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_store_the_log_holds_the_content_unless_it_is_too_large()
    {
        using var shelf = new SnapshotShelf(null, Folder("1"), DiskBugs.None, new(), TimeProvider.System, NullLogger.Instance);

        var small = await shelf.StoreAsync(Group, 5, () => Task.FromResult<byte[]>([1, 2]));

        Assert.Equal([1, 2], small!.Data.ToArray());
        Assert.Equal([1, 2], shelf.Open(small.Data).ToArray());
        Assert.True(shelf.FetchAsync(Group, small.Data).IsCompletedSuccessfully);
        Assert.Null(await shelf.StoreAsync(Group, 5, () => Task.FromResult(new byte[(32 << 20) + 1])));
    }

    [Fact]
    public async Task Another_node_opens_what_one_has_stored_only_when_it_has_fetched_it()
    {
        using var shelf = Shelf("1");
        using var other = Shelf("2");

        var stored = (await shelf.StoreAsync(Group, 5, () => Task.FromResult<byte[]>([1, 2])))!;

        Assert.StartsWith("shard-3/partition-1/0000000000000005-", Assert.Single(await Keys()));
        Assert.Equal(2, stored.Length);
        Assert.Throws<InvalidDataException>(() => other.Open(stored.Data));
        await other.FetchAsync(Group, stored.Data);
        Assert.Equal([1, 2], other.Open(stored.Data).ToArray());
    }

    [Fact]
    public async Task Object_that_is_not_what_was_stored_is_not_taken()
    {
        using var shelf = Shelf("1");
        using var other = Shelf("2");
        var stored = (await shelf.StoreAsync(Group, 5, () => Task.FromResult<byte[]>([1, 2])))!;
        await Folder("shared").PutAsync(Assert.Single(await Keys()), new byte[] { 1, 3 }, Cancellation);

        var error = await Assert.ThrowsAsync<IOException>(() => other.FetchAsync(Group, stored.Data));

        Assert.Contains("the object is damaged", error.Message);
        Assert.Throws<InvalidDataException>(() => other.Open(stored.Data));
        await Folder("shared").DeleteAsync(Assert.Single(await Keys()), Cancellation);
        error = await Assert.ThrowsAsync<IOException>(() => other.FetchAsync(Group, stored.Data));
        Assert.Contains("is not in the object store", error.Message);
    }

    [Fact]
    public async Task Node_that_has_stored_it_opens_it_without_the_store_and_puts_it_back_for_others()
    {
        using var shelf = Shelf("1");
        var stored = (await shelf.StoreAsync(Group, 5, () => Task.FromResult<byte[]>([1, 2])))!;
        Directory.Delete(Shared, recursive: true);

        await shelf.FetchAsync(Group, stored.Data);
        Assert.Equal([1, 2], shelf.Open(stored.Data).ToArray());
        Assert.Empty(await Keys());

        await shelf.OfferAsync(stored.Data);
        Assert.Single(await Keys());
    }

    [Fact]
    public async Task Store_that_is_gone_is_an_error_unless_the_bug_is_on()
    {
        await File.WriteAllTextAsync(Shared, "no folder", Cancellation);
        var metrics = new NodeMetrics();
        using var shelf = Shelf("1", metrics: metrics);
        using var wrong = Shelf("2", DiskBugs.LogCutBeforeUpload);

        await Assert.ThrowsAnyAsync<IOException>(() => shelf.StoreAsync(Group, 5, () => Task.FromResult<byte[]>([1])));
        Assert.NotNull(await wrong.StoreAsync(Group, 5, () => Task.FromResult<byte[]>([1])));

        Assert.Equal(1, metrics.ObjectStoreRequests.WithLabels("put", "failed").Value);
    }

    [Fact]
    public async Task Old_ones_of_the_group_are_deleted_here_and_in_the_store_by_who_leads()
    {
        using var shelf = Shelf("1");
        foreach (var index in new[] { 5, 6, 12 }) await shelf.StoreAsync(Group, index, () => Task.FromResult<byte[]>([(byte)index]));
        await shelf.StoreAsync(new(3, 11), 5, () => Task.FromResult<byte[]>([5]));

        await shelf.SweepAsync(Group, 6, isLeader: false);
        Assert.Equal((4, 3), ((await Keys()).Count, (await Folder("1").ListAsync("", Cancellation)).Count));

        await shelf.SweepAsync(Group, 12, isLeader: true);
        Assert.Equal([12L, 5], (await Keys()).Select(SnapshotReference.IndexOf).Order().Reverse().Select(i => i!.Value));
    }

    private Task<IReadOnlyList<string>> Keys() => Folder("shared").ListAsync("", Cancellation);

    private SnapshotShelf Shelf(string own, DiskBugs bugs = DiskBugs.None, NodeMetrics? metrics = null) =>
        new(Folder("shared"), Folder(own), bugs, metrics ?? new(), TimeProvider.System, NullLogger.Instance);

    private DirectoryObjectStore Folder(string name) => new(_folder.Of(name), isForced: false);
}
