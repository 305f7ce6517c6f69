using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>
/// Checks whether a node reads the formats on its disk. After a downgrade that came too late it does not, and says so before it takes part:
/// its answers would lack the data that it cannot read.
/// </summary>
internal static class FoundFormats
{
    /// <param name="known">The newest storage format that the node reads.</param>
    public static string? WhyNot(IReadOnlyDictionary<GroupId, PersistentState> groups, byte known)
    {
        foreach (var (group, state) in groups.Where(g => !g.Key.IsCatalog))
        {
            var snapshot = state.Snapshot.Data;
            if (IsOwn(snapshot) && StorageFormat.WhyNot($"{group} has a snapshot", snapshot.Span[0], known) is { } ofSnapshot)
                return ofSnapshot;
            foreach (var (index, command) in state.Entries.Select(e => (e.Index, e.Command)).Where(e => !e.Command.IsEmpty))
                if (StorageFormat.WhyNot($"{group} has an entry {index}", command.Span[0], known) is { } ofEntry) return ofEntry;
        }
        return null;
    }

    /// <summary>Other contents identify themselves: a reference to an object, or a Parquet file.</summary>
    private static bool IsOwn(ReadOnlyMemory<byte> snapshot) =>
        !snapshot.IsEmpty && SnapshotReference.Read(snapshot) is null && !ParquetImage.Is(snapshot.Span);
}
