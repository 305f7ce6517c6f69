using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Objects;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Snapshots;

/// <summary>
/// Stores the contents of snapshots. Without an object store they are in the log. With one, each is an object that all nodes can fetch,
/// and a file of this node's, so that the node can start while the store is down; the log holds the key and the checksum.
/// </summary>
/// <param name="shared">Null: no object store.</param>
/// <param name="local">This node's files.</param>
internal sealed class SnapshotShelf(
    IObjectStore? shared, IObjectStore local, DiskBugs bugs, NodeMetrics metrics, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>Larger contents do not fit in a record of the write-ahead log: then the log keeps everything.</summary>
    private const int InlineBytesMax = 32 << 20;

    /// <summary>Of one attempt at an operation, including all its requests.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>When it completes, the snapshot is in the store, and its group's log may be cut.</summary>
    /// <returns>Null when it is too large for the log.</returns>
    /// <exception cref="IOException">It is not stored: the log must be kept.</exception>
    public async Task<StoredSnapshot?> StoreAsync(GroupId group, long index, Func<Task<byte[]>> write)
    {
        if (shared is null)
        {
            var inline = await write();
            return inline.Length > InlineBytesMax ? null : new(inline, inline.Length);
        }
        // The caller has other groups to serve.
        return await Task.Run(async () =>
        {
            var content = await write();
            var reference = SnapshotReference.Of(group, index, content);
            await WithinAsync(c => local.PutAsync(reference.Key, content, c));
            try
            {
                await CountedAsync("put", c => DoneAsync(shared.PutAsync(reference.Key, content, c)));
                SnapshotsLog.Stored(log, group, index, content.Length);
            }
            catch (IOException) when (bugs.HasFlag(DiskBugs.LogCutBeforeUpload))
            {
                // The bug: nothing checks whether the upload succeeds.
            }
            return new StoredSnapshot(reference.ToBytes(), content.Length);
        });
    }

    /// <summary>When it completes, a node can restore a snapshot: its content is there, and verified.</summary>
    /// <exception cref="IOException">It is not available now.</exception>
    public async Task FetchAsync(GroupId group, ReadOnlyMemory<byte> data)
    {
        if (SnapshotReference.Read(data) is not { } reference || await OwnAsync(reference) is not null) return;
        if (shared is null)
            throw new IOException($"snapshot {reference.Key} is in an object store: set OBJECT_STORE as on the other nodes");
        var content = await CountedAsync("get", c => shared.GetAsync(reference.Key, c));
        if (content is null) throw new IOException($"snapshot {reference.Key} is not in the object store");
        if (!reference.IsOf(content))
        {
            throw new IOException(
                $"snapshot {reference.Key} has {content.Length} bytes that are not the {reference.Length} with the checksum "
                    + $"{reference.Checksum}: the object is damaged");
        }
        await WithinAsync(c => local.PutAsync(reference.Key, content, c));
        SnapshotsLog.Fetched(log, group, reference.Key, content.Length);
    }

    /// <summary>The content of a snapshot that was fetched or stored earlier.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> data)
    {
        if (SnapshotReference.Read(data) is not { } reference) return data;
        // A read from this node's own disk, by a thread that has nothing else to do meanwhile.
        return OwnAsync(reference).GetAwaiter().GetResult() ?? throw new InvalidDataException($"Snapshot {reference.Key} was not fetched.");
    }

    /// <summary>
    /// When it completes, another node can fetch a snapshot. This leader may have deleted the object while it followed another leader.
    /// </summary>
    /// <exception cref="IOException">It cannot be fetched.</exception>
    public async Task OfferAsync(ReadOnlyMemory<byte> data)
    {
        if (shared is null || SnapshotReference.Read(data) is not { } reference || bugs.HasFlag(DiskBugs.LogCutBeforeUpload)) return;
        if (await CountedAsync("head", c => shared.HasAsync(reference.Key, c))) return;
        if (await OwnAsync(reference) is { } content)
            await CountedAsync("put", c => DoneAsync(shared.PutAsync(reference.Key, content, c)));
    }

    /// <summary>Deletes what a group's snapshot at an index has made obsolete: this node's files, and when it leads, the objects.</summary>
    public async Task SweepAsync(GroupId group, long index, bool isLeader)
    {
        if (shared is null) return;
        try
        {
            await WithinAsync(c => DeleteAsync(local, group, index, c));
            if (isLeader) await CountedAsync("delete", c => DoneAsync(DeleteAsync(shared, group, index, c)));
        }
        catch (IOException error)
        {
            SnapshotsLog.NotSwept(log, group, error.Message);
        }
    }

    public void Dispose()
    {
        shared?.Dispose();
        local.Dispose();
    }

    private static async Task DeleteAsync(IObjectStore store, GroupId group, long below, CancellationToken cancellation)
    {
        foreach (var key in await store.ListAsync(SnapshotReference.Folder(group), cancellation))
            if (SnapshotReference.IndexOf(key) < below) await store.DeleteAsync(key, cancellation);
    }

    private static async Task<bool> DoneAsync(Task doing)
    {
        await doing;
        return true;
    }

    private async Task<byte[]?> OwnAsync(SnapshotReference reference)
    {
        var content = await local.GetAsync(reference.Key, CancellationToken.None);
        return content is not null && reference.IsOf(content) ? content : null;
    }

    private async Task<T> CountedAsync<T>(string request, Func<CancellationToken, Task<T>> ask)
    {
        var outcome = "failed";
        try
        {
            var answer = await WithinAsync(ask);
            outcome = "done";
            return answer;
        }
        finally
        {
            metrics.ObjectStoreRequests.WithLabels(request, outcome).Inc();
        }
    }

    private Task WithinAsync(Func<CancellationToken, Task> ask) => WithinAsync(c => DoneAsync(ask(c)));

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var late = new CancellationTokenSource(Limit, time);
        try
        {
            return await ask(late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new IOException($"not within {Limit.TotalSeconds} s");
        }
    }
}
