using ChaosService.Reference.Host.Objects;
using ChaosService.Reference.Host.Settings;
using Microsoft.Extensions.Configuration;

namespace ChaosService.Reference.Tests.Host.Objects;

public sealed class S3ObjectStoreTests
{
    private static readonly ObjectStoreAddress Nowhere = new(new("http://127.0.0.1:9/bucket"), "key", "secret");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_is_gone_is_an_error_that_names_it()
    {
        using var store = new S3ObjectStore(Nowhere);

        Func<Task>[] requests =
        [
            () => store.PutAsync("a", new byte[] { 1 }, Cancellation), () => store.GetAsync("a", Cancellation),
            () => store.HasAsync("a", Cancellation), () => store.ListAsync("a", Cancellation), () => store.DeleteAsync("a", Cancellation),
        ];

        foreach (var request in requests)
            Assert.Contains("http://127.0.0.1:9/bucket", (await Assert.ThrowsAsync<IOException>(request)).Message);
    }

    [Fact]
    [Trait("needs", "objects")]
    public async Task What_is_put_is_there_until_it_is_deleted()
    {
        using var store = new S3ObjectStore(There);
        Assert.Null(await store.GetAsync("a/b/1", Cancellation));
        var large = new byte[3 << 20];
        new Random(42).NextBytes(large);

        await store.PutAsync("a/b/1", new byte[] { 1 }, Cancellation);
        await store.PutAsync("a/b/1", large, Cancellation);
        await store.PutAsync("a/c/2", Array.Empty<byte>(), Cancellation);

        Assert.Equal(large, await store.GetAsync("a/b/1", Cancellation));
        Assert.Empty((await store.GetAsync("a/c/2", Cancellation))!);
        Assert.Equal((true, false), (await store.HasAsync("a/c/2", Cancellation), await store.HasAsync("a/c/3", Cancellation)));
        Assert.Equal(["a/b/1"], await store.ListAsync("a/b/", Cancellation));
        Assert.Equal(["a/b/1", "a/c/2"], (await store.ListAsync("a/", Cancellation)).Order());
        await store.DeleteAsync("a/b/1", Cancellation);
        await store.DeleteAsync("a/b/1", Cancellation);
        Assert.Equal(["a/c/2"], await store.ListAsync("a/", Cancellation));
    }

    [Fact]
    [Trait("needs", "objects")]
    public async Task More_than_one_page_of_keys_is_listed()
    {
        using var store = new S3ObjectStore(There with { Uri = new($"{There.Uri}-many") });
        string[] keys = [.. Enumerable.Range(0, 1100).Select(i => $"k/{i:D4}")];

        foreach (var some in keys.Chunk(50)) await Task.WhenAll(some.Select(k => store.PutAsync(k, new byte[] { 1 }, Cancellation)));

        Assert.Equal(keys, (await store.ListAsync("k/", Cancellation)).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("needs", "objects")]
    public async Task Wrong_key_is_an_error_and_no_missing_object()
    {
        using var store = new S3ObjectStore(There with { SecretKey = "wrong" });

        await Assert.ThrowsAsync<IOException>(() => store.GetAsync("a", Cancellation));
    }

    /// <summary>As <c>tests/objects/run</c> says it.</summary>
    private static ObjectStoreAddress There =>
        new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Read()!.ObjectStore
        ?? throw new InvalidOperationException("OBJECT_STORE is not set: run it by tests/objects/run.");
}
