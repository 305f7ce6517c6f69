using System.Collections.Immutable;
using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog.Format;

/// <summary>The catalog as stored in a snapshot: the version (1 byte), then the contents. Equal catalogs give equal bytes.</summary>
internal static class StateFormat
{
    public const byte Version = 2;

    public static byte[] Write(CatalogState state)
    {
        var to = new ByteWriter().Byte(Version).Count(state.LastShardId).Count(state.LastMove).Byte(state.Format);
        to.List([.. state.Nodes.Values], node => Node(to, node));
        to.List(state.Databases, database => to.Text(database.Key).List(database.Value, table => Table(to, table.Key, table.Value)));
        return to.ToArray();
    }

    /// <exception cref="FormatException">The bytes are not a catalog of a known version.</exception>
    public static CatalogState Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        if (from.Byte() is var version and not Version) throw from.Damaged($"a catalog of version {version} is read by version {Version}");
        var (lastShard, lastMove, format) = (from.Count(), from.Count(), from.Byte());
        var nodes = from.List(() => Node(from));
        var databases = from.List(() => KeyValuePair.Create(
            from.Text(), Sorted(from, from.List(() => Table(from)), StringComparer.Ordinal)));
        from.End();
        return new(
            Sorted(from, [.. nodes.Select(n => KeyValuePair.Create(n.Id, n))], Comparer<uint>.Default),
            Sorted(from, databases, StringComparer.Ordinal), lastShard, lastMove, format);
    }

    public static ShardStatus Status(ByteReader from)
    {
        var status = (ShardStatus)from.Byte();
        return Enum.IsDefined(status) ? status : throw from.Damaged($"{(byte)status} is no status of a shard");
    }

    private static void Node(ByteWriter to, CatalogNode node) =>
        to.Count(node.Id).Text(node.RpcAddress).Text(node.HttpAddress).Text(node.Status).Number(node.CreatedAt).Number(node.UpdatedAt)
            .Byte(node.Format);

    private static CatalogNode Node(ByteReader from) =>
        new(from.Id(), from.Text(), from.Text(), from.Text(), from.Number(), from.Number(), from.Byte());

    private static void Table(ByteWriter to, string name, CatalogTable table) =>
        to.Text(name).List(table.Sharding.ShardKeys, k => to.Text(k)).Number(table.Sharding.HashPartitions)
            .Number(table.ReplicationFactor).List([.. table.Shards.Values], shard => Shard(to, shard));

    private static KeyValuePair<string, CatalogTable> Table(ByteReader from)
    {
        var (name, sharding) = (from.Text(), new Sharding(from.List(from.Text), from.Small()));
        var (copies, shards) = (from.Small(), from.List(() => Shard(from)));
        return KeyValuePair.Create(name, new CatalogTable(
            sharding, copies, Sorted(from, [.. shards.Select(s => KeyValuePair.Create(s.Id, s))], Comparer<ulong>.Default)));
    }

    private static void Shard(ByteWriter to, Shard shard) =>
        to.Count(shard.Id).Number(shard.Time.Start).Number(shard.Time.End).List(shard.ShardKeys, k => to.Text(k))
            .List(shard.Partitions, nodes => to.List(nodes, n => to.Count(n)))
            .List(shard.History, status => to.Byte((byte)status))
            .Optional(shard.Move, move => to.Count(move.Id).Count(move.Source).Count(move.Target).Flag(move.IsAborting));

    private static Shard Shard(ByteReader from)
    {
        var (id, time) = (from.Count(), new TimeRange(from.Number(), from.Number()));
        var keys = from.List(from.Text);
        var partitions = from.List<IReadOnlyList<uint>>(() => from.List(from.Id));
        var history = from.List(() => Status(from));
        if (history.Count == 0) throw from.Damaged($"shard {id} has no status");
        var move = from.Optional(() => new ShardMove(from.Count(), from.Id(), from.Id(), from.Flag()));
        return new(id, time, keys, [.. partitions], [.. history], move);
    }

    private static ImmutableSortedDictionary<TKey, TValue> Sorted<TKey, TValue>(
        ByteReader from, List<KeyValuePair<TKey, TValue>> read, IComparer<TKey> order)
        where TKey : notnull
    {
        for (var i = 1; i < read.Count; i++)
            if (order.Compare(read[i - 1].Key, read[i].Key) >= 0) throw from.Damaged($"'{read[i].Key}' is out of its order");
        return ImmutableSortedDictionary.CreateRange(order, read);
    }
}
