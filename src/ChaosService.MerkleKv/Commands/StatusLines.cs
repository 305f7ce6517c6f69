using System.Text.Json;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Replication;
using ChaosService.MerkleKv.Settings;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Commands;

/// <summary>The lines of STATS and INFO: a name in snake case, a colon, a value.</summary>
internal sealed class StatusLines(
    NodeSettings settings, KeyStore store, Replicator? replicator, Counters counters, ClientList clients, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public IEnumerable<string> Stats() =>
    [
        $"uptime_seconds:{(long)time.GetElapsedTime(_start).TotalSeconds}",
        $"keys:{store.Count}",
        $"tombstones:{store.Tombstones}",
        $"data_bytes:{store.Bytes}",
        $"memory_resident_bytes:{ProcessFigures.ResidentBytes}",
        $"memory_managed_bytes:{ProcessFigures.ManagedBytes}",
        $"open_descriptors:{ProcessFigures.OpenDescriptors}",
        $"connections:{clients.Count}",
        $"replication_backlog:{replicator?.Backlog ?? 0}",
        $"broker_connected:{(replicator?.IsConnected == true ? 1 : 0)}",
        .. Enum.GetValues<Counter>().Select(c => $"{JsonNamingPolicy.SnakeCaseLower.ConvertName($"{c}")}:{counters[c]}"),
    ];

    public IEnumerable<string> Info(string version) =>
    [
        $"version:{version}",
        $"uptime_seconds:{(long)time.GetElapsedTime(_start).TotalSeconds}",
        $"dialect:{settings.Dialect.ToString().ToLowerInvariant()}",
        $"engine:{(settings.StorageFolder is null ? "memory" : "persistent")}",
        $"keys:{store.Count}",
        $"replication:{(replicator is null ? "none" : replicator.IsEnabled ? "enabled" : "disabled")}",
        $"client_id:{settings.Replication?.ClientId}",
        $"topic:{settings.Replication?.Topic}",
    ];
}
