using System.Net;
using ChaosService.MerkleKv.Bugs;

namespace ChaosService.MerkleKv.Settings;

/// <summary>One node's settings. <see cref="SettingsReader"/> defines their names.</summary>
internal sealed record NodeSettings
{
    /// <summary>The address that clients connect to.</summary>
    public IPAddress Host { get; init; } = IPAddress.Any;

    /// <summary>0: any free port.</summary>
    public int Port { get; init; } = 7379;

    /// <summary>The persistent engine's folder; null: data is in memory alone.</summary>
    public string? StorageFolder { get; init; }

    public Dialect Dialect { get; init; } = Dialect.Current;

    /// <summary>Null: the node is on its own.</summary>
    public ReplicationSettings? Replication { get; init; }

    /// <summary>Clients beyond this number are closed at once.</summary>
    public int ConnectionsMax { get; init; } = 4096;

    /// <summary>The log is written anew when it has this many bytes and twice what the data needs.</summary>
    public long CompactBytes { get; init; } = 4 << 20;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public SeededBugs Bugs { get; init; }
}
