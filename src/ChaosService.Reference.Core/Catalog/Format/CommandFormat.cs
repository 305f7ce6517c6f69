using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog.Format;

/// <summary>
/// A command as stored in the log: the version (1 byte), the kind (1 byte), the time, the kind's values in the order of the record.
/// </summary>
internal static class CommandFormat
{
    /// <summary>A server that meets a later version stops: without the command its catalog would differ from the others'.</summary>
    public const byte Version = 1;

    private enum Kind : byte
    {
        AddNode = 1,
        RemoveNode,
        SetNodeStatus,
        CreateTable,
        ConfigureSharding,
        CreateShard,
        MoveShard,
        AdvanceMove,
        AbortMove,
        FinishAbort,
        SetNodeFormat,
        RaiseFormat,
    }

    public static byte[] Write(CatalogCommand command)
    {
        var to = new ByteWriter().Byte(Version);
        _ = command switch
        {
            AddNode c => Begin(Kind.AddNode).Count(c.Id).Text(c.RpcAddress).Text(c.HttpAddress).Text(c.Status),
            RemoveNode c => Begin(Kind.RemoveNode).Text(c.Id),
            SetNodeStatus c => Begin(Kind.SetNodeStatus).Text(c.Id).Optional(c.Status, s => to.Text(s)),
            CreateTable c => Table(Kind.CreateTable, c.Database, c.Table).Number(c.ReplicationFactor),
            ConfigureSharding c => Table(Kind.ConfigureSharding, c.Database, c.Table)
                .Optional(c.ShardKeys, keys => to.List(keys, k => to.Text(k))).Optional(c.HashPartitions, n => to.Number(n)),
            CreateShard c => Table(Kind.CreateShard, c.Database, c.Table).Number(c.Time.Start).Number(c.Time.End),
            MoveShard c => Table(Kind.MoveShard, c.Database, c.Table).Text(c.ShardId).Text(c.TargetNodeId)
                .Optional(c.SourceNodeId, s => to.Text(s)),
            AdvanceMove c => Shard(Kind.AdvanceMove, c.Shard).Count(c.Move).Byte((byte)c.To),
            AbortMove c => Shard(Kind.AbortMove, c.Shard).Count(c.Move),
            FinishAbort c => Shard(Kind.FinishAbort, c.Shard).Count(c.Move),
            SetNodeFormat c => Begin(Kind.SetNodeFormat).Count(c.Id).Byte(c.Format),
            RaiseFormat c => Begin(Kind.RaiseFormat).Number(c.Format),
            _ => throw new NotSupportedException(command.GetType().Name),
        };
        return to.ToArray();

        ByteWriter Begin(Kind kind) => to.Byte((byte)kind).Number(command.Now);

        ByteWriter Table(Kind kind, string database, string table) => Begin(kind).Text(database).Text(table);

        ByteWriter Shard(Kind kind, ShardAddress shard) => Table(kind, shard.Database, shard.Table).Count(shard.Shard);
    }

    /// <exception cref="FormatException">The bytes are not a command of a known version.</exception>
    public static CatalogCommand Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        if (from.Byte() is var version and not Version)
            throw from.Damaged($"a command of version {version} is read by version {Version}");
        var (kind, now) = ((Kind)from.Byte(), from.Number());
        CatalogCommand command = kind switch
        {
            Kind.AddNode => new AddNode(now, from.Id(), from.Text(), from.Text(), from.Text()),
            Kind.RemoveNode => new RemoveNode(now, from.Text()),
            Kind.SetNodeStatus => new SetNodeStatus(now, from.Text(), from.Optional(from.Text)),
            Kind.CreateTable => new CreateTable(now, from.Text(), from.Text(), from.Small()),
            Kind.ConfigureSharding => new ConfigureSharding(
                now, from.Text(), from.Text(), from.Optional(() => from.List(from.Text)), from.OptionalValue(from.Small)),
            Kind.CreateShard => new CreateShard(now, from.Text(), from.Text(), new TimeRange(from.Number(), from.Number())),
            Kind.MoveShard => new MoveShard(now, from.Text(), from.Text(), from.Text(), from.Text(), from.Optional(from.Text)),
            Kind.AdvanceMove => new AdvanceMove(now, Shard(), from.Count(), StateFormat.Status(from)),
            Kind.AbortMove => new AbortMove(now, Shard(), from.Count()),
            Kind.FinishAbort => new FinishAbort(now, Shard(), from.Count()),
            Kind.SetNodeFormat => new SetNodeFormat(now, from.Id(), from.Byte()),
            Kind.RaiseFormat => new RaiseFormat(now, from.Small()),
            _ => throw from.Damaged($"{(byte)kind} is no kind of command"),
        };
        from.End();
        return command;

        ShardAddress Shard() => new(from.Text(), from.Text(), from.Count());
    }
}
