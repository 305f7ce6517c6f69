using ChaosService.Reference.Host.Objects;

namespace ChaosService.Reference.Tests.Host.Objects;

public sealed class DirectoryObjectStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_put_is_there_until_it_is_deleted()
    {
        using var store = new DirectoryObjectStore(_folder.Of("objects"), isForced: true);
        Assert.Null(await store.GetAsync("a/b/1", Cancellation));
        Assert.Empty(await store.ListAsync("a/", Cancellation));

        await store.PutAsync("a/b/1", new byte[] { 1 }, Cancellation);
        await store.PutAsync("a/b/1", new byte[] { 2 }, Cancellation);
        await store.PutAsync("a/c/2", new byte[] { 3 }, Cancellation);

        Assert.Equal([2], await store.GetAsync("a/b/1", Cancellation));
        Assert.True(await store.HasAsync("a/c/2", Cancellation));
        Assert.Equal(["a/b/1"], await store.ListAsync("a/b/", Cancellation));
        Assert.Equal(["a/b/1", "a/c/2"], await store.ListAsync("a/", Cancellation));
        await store.DeleteAsync("a/b/1", Cancellation);
        await store.DeleteAsync("a/b/1", Cancellation);
        Assert.Equal(["a/c/2"], await store.ListAsync("", Cancellation));
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_is_an_error_that_names_it()
    {
        await File.WriteAllTextAsync(_folder.Of("objects"), "a file", Cancellation);
        using var store = new DirectoryObjectStore(_folder.Of("objects"), isForced: true);

        var error = await Assert.ThrowsAnyAsync<IOException>(() => store.PutAsync("a/1", new byte[] { 1 }, Cancellation));

        Assert.Contains(_folder.Of("objects"), error.Message);
    }
}
