using System.Globalization;
using ChaosService.MerkleKv.Merkle;
using ChaosService.MerkleKv.Storage;
using ChaosService.MerkleKv.Syncing;

namespace ChaosService.MerkleKv.Commands;

/// <summary>HASH, SYNC, and PEER, with which SYNC asks another node for what the clients' commands do not show.</summary>
internal sealed class MerkleCommands(KeyStore store, Synchronizer synchronizer, CancellationToken stop)
{
    public ValueTask<Reply> Hash(Command command)
    {
        var prefix = command.Rest is { Length: > 0 } ? command.One() : "";
        var root = MerkleTree.Root(store.Live(prefix));
        return new(new Reply(prefix.Length == 0 ? $"HASH {root}" : $"HASH {prefix} {root}"));
    }

    public async ValueTask<Reply> Sync(Command command)
    {
        if (command.Words() is not [var host, var portText, .. var options]
            || !ushort.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new RefusedCommandException("SYNC command requires a host and port");
        if (options.FirstOrDefault(o => o is not ("--full" or "--verify")) is { } unknown)
            throw new RefusedCommandException($"SYNC command has no option {unknown}");
        try
        {
            await synchronizer.SyncAsync(host, port, options.Contains("--full"), options.Contains("--verify"), stop);
            return Reply.Ok;
        }
        catch (SyncFailedException failure)
        {
            return Reply.Error($"SYNC failed: {failure.Message}");
        }
    }

    public ValueTask<Reply> Peer(Command command) => command.Words() switch
    {
        ["LEAVES"] => new(Leaves()),
        ["ENTRY", var key] => new(new Reply(PeerLines.Write(store.EntryOf(key)))),
        _ => throw new RefusedCommandException("PEER command requires LEAVES or ENTRY and a key"),
    };

    private Reply Leaves()
    {
        var pairs = store.Live("");
        return Reply.Lines(
            pairs.Select(p => $"{Convert.ToHexStringLower(MerkleTree.Leaf(p.Key, p.Value))} {p.Key}").Prepend($"LEAVES {pairs.Count}"));
    }
}
