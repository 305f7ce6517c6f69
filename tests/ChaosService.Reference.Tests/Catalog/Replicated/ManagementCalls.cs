using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Tests.Catalog.Replicated;

/// <summary>Calls of the management API and of coordinators, most of them sensible, in a world so small that they meet.</summary>
internal sealed class ManagementCalls(Random random)
{
    private static readonly string[] Databases = ["db", "other"];
    private static readonly string[] Tables = ["cpu", "mem"];

    /// <param name="seen">What the one who calls knows: it may be old.</param>
    public CatalogCommand Next(long now, CatalogState seen) => random.Next(20) switch
    {
        < 4 => new AddNode(now, (uint)random.Next(1, 7), Rarely("") ?? "a:1", "a:2", Rarely("Asleep") ?? "Active"),
        < 5 => new RemoveNode(now, NodeId()),
        < 7 => new SetNodeStatus(now, NodeId(), Status()),
        < 8 => new CreateTable(now, Database(), Table(), random.Next(0, 4)),
        < 10 => new ConfigureSharding(now, Database(), Table(), Keys(), random.Next(3) == 0 ? null : random.Next(0, 5)),
        < 13 => new CreateShard(now, Database(), Table(), new(Start(), random.Next(1, 5) * 10)),
        < 16 => new MoveShard(now, Database(), Table(), Rarely("x") ?? $"{random.Next(1, 4)}", NodeId(), Rarely(NodeId())),
        _ => Coordinator(now, seen),
    };

    private CatalogCommand Coordinator(long now, CatalogState seen)
    {
        var moving = seen.Addressed.Where(s => s.Shard.Move is not null).ToList();
        if (moving.Count == 0) return new AbortMove(now, new(Database(), Table(), (ulong)random.Next(1, 6)), (ulong)random.Next(1, 6));
        var (address, shard) = moving[random.Next(moving.Count)];
        var move = random.Next(8) == 0 ? shard.Move!.Id - 1 : shard.Move!.Id;
        return random.Next(6) switch
        {
            0 => new AbortMove(now, address, move),
            1 => new FinishAbort(now, address, move),
            2 => new AdvanceMove(now, address, move, (ShardStatus)random.Next(5)),
            _ => new AdvanceMove(now, address, move, (ShardStatus)(((int)shard.Status + 1) % 4)),
        };
    }

    private string? Status() => random.Next(6) switch { 0 => null, 1 => "Asleep", 2 => NodeStatus.All[random.Next(6)], _ => "Active" };

    private long Start() => random.Next(0, 4) * 10;

    private string NodeId() => random.Next(25) == 0 ? "x" : $"{random.Next(1, 8)}";

    private string Database() => Rarely("no") ?? Databases[random.Next(8) == 0 ? 1 : 0];

    private string Table() => Rarely("no") ?? Tables[random.Next(4) == 0 ? 1 : 0];

    private string[]? Keys() => random.Next(5) switch { 0 => null, 1 => [], 2 => ["host", "host"], _ => ["host"] };

    private string? Rarely(string? value) => random.Next(15) == 0 ? value : null;
}
