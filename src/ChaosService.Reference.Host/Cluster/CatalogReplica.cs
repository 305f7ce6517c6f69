using System.Threading.Channels;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>This node's copy of the catalog. Its log is kept whole: there are few commands.</summary>
/// <param name="known">The newest storage format that this node reads.</param>
internal sealed class CatalogReplica(CatalogBugs bugs, byte known = StorageFormat.Newest) : IStateMachine
{
    private readonly Channel<CatalogState> _newest =
        Channel.CreateBounded<CatalogState>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile CatalogState _state = CatalogState.Empty;

    /// <summary>As far as this node knows: it may be outdated.</summary>
    public CatalogState State => _state;

    public CatalogPast Past { get; } = new();

    /// <summary>Yields the newest state after a change; states in between are skipped.</summary>
    public ChannelReader<CatalogState> Newest => _newest.Reader;

    /// <summary>The nodes that hold a partition, as far as this node knows; null when it does not know the partition.</summary>
    public IReadOnlyList<uint>? NodesOf(GroupId group) =>
        _state.Shards.FirstOrDefault(s => s.Id == group.Shard)?.Partitions[group.Partition];

    public object? Apply(ReadOnlyMemory<byte> command)
    {
        var (next, answer) = CatalogMachine.Apply(_state, CommandFormat.Read(command), bugs);
        if (next.Format > known) throw new InvalidDataException($"The catalog says it: {FormatCommands.WhyTooOld(next.Format, known)}.");
        Past.See(_state, next);
        _state = next;
        _newest.Writer.TryWrite(next);
        return answer;
    }

    public Func<Task<byte[]>>? Save() => null;

    public void Restore(ReadOnlyMemory<byte> data) => throw new InvalidDataException("The catalog makes no snapshots, and this is one.");
}
