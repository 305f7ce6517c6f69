using System.Net.Sockets;
using System.Text;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Merkle;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Syncing;

/// <summary>
/// Takes from another node what is later there, deletes included, with its stamps: events that arrive afterwards meet the same state on
/// both nodes. A blind copy would lose acknowledged writes, and bring deleted keys back. What is later here is published again, for the
/// other node and for every one besides that missed it.
/// </summary>
internal sealed class Synchronizer(KeyStore store, Counters counters, TimeProvider time, SeededBugs bugs, ILogger log)
{
    private const int BatchKeys = 256;
    private const int ShortKeyBytes = 20;

    /// <summary>Clients may write on the other node while it is read.</summary>
    private const int PassesMax = 3;

    /// <summary>How long what is published again may take to the other node and back into its hash.</summary>
    private static readonly TimeSpan VerifyLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan VerifyPause = TimeSpan.FromMilliseconds(50);

    /// <param name="isFull">Takes every entry, not only those whose hashes differ.</param>
    /// <param name="isVerified">Whether it is an error when the hashes still differ afterwards.</param>
    /// <exception cref="SyncFailedException">It could not be done.</exception>
    public async Task SyncAsync(string host, int port, bool isFull, bool isVerified, CancellationToken stop)
    {
        try
        {
            using var peer = await PeerClient.ConnectAsync(host, port, stop);
            var repaired = 0;
            for (var pass = 0; pass < PassesMax; pass++)
            {
                if ((!isFull || pass > 0) && await IsEqualAsync(peer, stop)) break;
                var taken = await PullAsync(peer, isFull && pass == 0, stop);
                repaired += taken;
                if (taken == 0) break;
            }
            counters.Add(Counter.SyncsDone);
            counters.Add(Counter.SyncKeysRepaired, repaired);
            SyncLog.Done(log, host, port, repaired);
            if (isVerified && !await BecomesEqualAsync(peer, stop))
                throw new SyncFailedException("the hashes still differ: this node has later writes, or clients go on writing");
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException or ArgumentException)
        {
            throw new SyncFailedException($"{host}:{port}: {failure.Message}", failure);
        }
    }

    private async Task<bool> BecomesEqualAsync(PeerClient peer, CancellationToken stop)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < VerifyLimit; await Task.Delay(VerifyPause, time, stop))
            if (await IsEqualAsync(peer, stop)) return true;
        return false;
    }

    private async Task<bool> IsEqualAsync(PeerClient peer, CancellationToken stop) =>
        await peer.HashAsync(stop) == MerkleTree.Root(store.Live(""));

    /// <returns>How many entries were taken.</returns>
    private async Task<int> PullAsync(PeerClient peer, bool isFull, CancellationToken stop)
    {
        var ours = store.EntriesWith(() => { }).ToDictionary(StringComparer.Ordinal);
        var theirs = await peer.LeavesAsync(stop);
        var wanted = theirs.Where(t => isFull || !HasLeaf(ours, t.Key, t.Value)).Select(t => t.Key)
            .Concat(ours.Where(o => (isFull || o.Value.Value is not null) && !theirs.ContainsKey(o.Key)).Select(o => o.Key)).ToList();
        // Bug sync-skips-short-keys.
        if (bugs.HasFlag(SeededBugs.SyncSkipsShortKeys)) wanted.RemoveAll(k => Encoding.UTF8.GetByteCount(k) < ShortKeyBytes);
        var taken = 0;
        foreach (var keys in wanted.Chunk(BatchKeys))
        {
            var entries = await peer.EntriesAsync(keys, stop);
            var outcomes = keys.Zip(entries, store.Reconcile).ToList();
            await Task.WhenAll(outcomes.Select(o => o.Stored));
            taken += outcomes.Count(o => o.IsTaken);
        }
        return taken;
    }

    private static bool HasLeaf(Dictionary<string, Entry> entries, string key, string leaf) =>
        entries.GetValueOrDefault(key)?.Value is { } value && Convert.ToHexStringLower(MerkleTree.Leaf(key, value)) == leaf;
}
