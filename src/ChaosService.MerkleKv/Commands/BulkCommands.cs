using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Commands;

/// <summary>Commands on many keys.</summary>
internal sealed class BulkCommands(KeyStore store)
{
    public ValueTask<Reply> GetMany(Command command)
    {
        var keys = command.Words();
        if (keys.Length == 0) throw new RefusedCommandException("MGET command requires at least one key");
        var found = keys.Select(k => (Key: k, Value: store.Get(k))).ToList();
        var count = found.Count(f => f.Value is not null);
        return new(count == 0
            ? Reply.NotFound
            : Reply.Lines(found.Select(f => $"{f.Key} {f.Value ?? "NOT_FOUND"}").Prepend($"VALUES {count}")));
    }

    public async ValueTask<Reply> SetMany(Command command)
    {
        var words = command.Words();
        if (words.Length == 0) throw new RefusedCommandException("MSET command requires at least one key-value pair");
        if (words.Length % 2 != 0)
            throw new RefusedCommandException("MSET command requires an even number of arguments (key-value pairs)");
        await Task.WhenAll(words.Chunk(2).Select(p => store.Change(p[0], ChangeKind.Set, _ => NewValue.Of(p[1])).Stored));
        return Reply.Ok;
    }

    public async ValueTask<Reply> Truncate(Command command)
    {
        await store.Truncate();
        return Reply.Ok;
    }

    public ValueTask<Reply> Exists(Command command)
    {
        var keys = command.Words();
        if (keys.Length == 0) throw new RefusedCommandException("EXISTS command requires at least one key");
        return new(new Reply($"EXISTS {keys.Count(k => store.Get(k) is not null)}"));
    }

    public ValueTask<Reply> Scan(Command command)
    {
        var keys = store.Live(command.Rest is { Length: > 0 } ? command.One() : "").ConvertAll(p => p.Key);
        return new(Reply.Lines(keys.Prepend($"KEYS {keys.Count}")));
    }

    public ValueTask<Reply> Size(Command command) => new(new Reply($"DBSIZE {store.Count}"));

    public ValueTask<Reply> Memory(Command command) => new(new Reply($"MEMORY {store.Bytes}"));
}
