using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Settings;

/// <summary>One node's settings. <see cref="SettingsReader"/> defines their names.</summary>
internal sealed record NodeSettings
{
    public required uint NodeId { get; init; }

    /// <summary>All nodes that the cluster begins with; the same on all of them.</summary>
    public required IReadOnlyList<Peer> Peers { get; init; }

    /// <summary>This node's address; null for one that <see cref="Peers"/> names.</summary>
    public Peer? Own { get; init; }

    /// <summary>
    /// Where nodes of the cluster take clients' requests (host:port), for a node that joins later; empty for an initial node.
    /// </summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>Members of the etcd that has the catalog; none: the nodes keep it themselves.</summary>
    public IReadOnlyList<Uri> Etcd { get; init; } = [];

    /// <summary>Whether copies on a node that does not answer are recreated on others.</summary>
    public bool IsHealing { get; init; }

    /// <summary>How long a node must be silent to count as down.</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder of the write-ahead log. No two nodes share it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The newest storage format that this node reads. With an older one it acts as an older version.</summary>
    public byte Format { get; init; } = StorageFormat.Newest;

    /// <summary>Copies of each partition of a table that a write creates.</summary>
    public int ReplicationFactor { get; init; } = 1;

    /// <summary>Hash partitions of such a table; without shard keys everything is in the first.</summary>
    public int HashPartitions { get; init; } = 1;

    public IReadOnlyList<string> ShardKeys { get; init; } = [];

    /// <summary>Width of each shard's time range.</summary>
    public TimeSpan ShardWidth { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether a write for a partition that another node leads is forwarded to that node, or refused.</summary>
    public bool IsForwarding { get; init; } = true;

    /// <summary>Whether data is forced to the disk before it is acknowledged.</summary>
    public bool IsForced { get; init; } = true;

    /// <summary>Whether the debug API is enabled.</summary>
    public bool IsDebugged { get; init; }

    /// <summary>Where spans go, by OTLP over HTTP; null: nowhere.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Null: no TLS between nodes.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Ticks without a leader until a follower campaigns, plus a random part, up to twice as many in all.</summary>
    public int ElectionTicks { get; init; } = 14;

    /// <summary>Time limit of each step of a request: the catalog, each partition.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes are refused while fewer bytes are free on the disk.</summary>
    public long DiskReserve { get; init; } = 8 << 20;

    /// <summary>Where all nodes keep snapshots of partitions; null: in each node's log.</summary>
    public ObjectStoreAddress? ObjectStore { get; init; }

    /// <summary>A partition's snapshot is due when this many bytes, and at least the previous one's size, were applied.</summary>
    public long SnapshotBytes { get; init; } = 4 << 20;

    /// <summary>The largest request body, in bytes.</summary>
    public long BodyMax { get; init; } = 10 << 20;

    public RaftBugs RaftBugs { get; init; }

    public PlacementBugs PlacementBugs { get; init; }

    public QueryBugs QueryBugs { get; init; }

    public WriteBugs WriteBugs { get; init; }

    public DiskBugs DiskBugs { get; init; }

    public ObservingBugs ObservingBugs { get; init; }

    public CatalogBugs CatalogBugs { get; init; }

    public MigrationBugs MigrationBugs { get; init; }

    public Peer Self => Own ?? Peers.First(p => p.Id == NodeId);
}
