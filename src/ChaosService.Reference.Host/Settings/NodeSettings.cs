using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Settings;

/// <summary>How one node behaves. <see cref="SettingsReader"/> says by what names it is told so.</summary>
internal sealed record NodeSettings
{
    public required uint NodeId { get; init; }

    /// <summary>All nodes that the cluster begins with. All are told the same.</summary>
    public required IReadOnlyList<Peer> Peers { get; init; }

    /// <summary>Where this node is; null for one that <see cref="Peers"/> names.</summary>
    public Peer? Own { get; init; }

    /// <summary>
    /// Where nodes of the cluster take clients' requests (host:port), for a node that joins it later; none for one that it begins with.
    /// </summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>Members of the etcd that has the catalog; none: the nodes have it themselves.</summary>
    public IReadOnlyList<Uri> Etcd { get; init; } = [];

    /// <summary>Whether what is on a node that does not answer is made on others again.</summary>
    public bool IsHealing { get; init; }

    /// <summary>For how long a node says nothing until it counts as down.</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the write-ahead log is. No two nodes share it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The newest storage format that this node reads. One that reads no more than an older one is an older version.</summary>
    public byte Format { get; init; } = StorageFormat.Newest;

    /// <summary>Copies of each partition of a table that a write makes.</summary>
    public int ReplicationFactor { get; init; } = 1;

    /// <summary>Hash partitions of such a table; without shard keys everything is in the first.</summary>
    public int HashPartitions { get; init; } = 1;

    public IReadOnlyList<string> ShardKeys { get; init; } = [];

    /// <summary>Of each shard's range of time.</summary>
    public TimeSpan ShardWidth { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether a write for a partition that another node leads is handed to that node, or refused.</summary>
    public bool IsForwarding { get; init; } = true;

    /// <summary>Whether what is promised is on the disk first, or only on its way there.</summary>
    public bool IsForced { get; init; } = true;

    /// <summary>Whether the debug API is there.</summary>
    public bool IsDebugged { get; init; }

    /// <summary>Where spans go, by OTLP over HTTP; null: nowhere.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Null: nodes speak to each other without TLS.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>What is logged at least.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Ticks without a leader until a follower campaigns, and a drawn part more, up to twice as many.</summary>
    public int ElectionTicks { get; init; } = 14;

    /// <summary>Of each step of a request: the catalog, each partition.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes are refused while less is free on the disk, in bytes.</summary>
    public long DiskReserve { get; init; } = 8 << 20;

    /// <summary>Where snapshots of partitions are for all nodes; null for in each node's log.</summary>
    public ObjectStoreAddress? ObjectStore { get; init; }

    /// <summary>A partition's snapshot is made when so many bytes were applied since the one before, and as many as that one has.</summary>
    public long SnapshotBytes { get; init; } = 4 << 20;

    /// <summary>A request's body, in bytes, at most.</summary>
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
