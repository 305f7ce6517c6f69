using System.Globalization;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Settings;

/// <summary>
/// Reads settings from the environment, a file and the command line, under one name each. All errors are reported at
/// once, with the name, the value and what is expected.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    /// <returns>Null when there is an error.</returns>
    public NodeSettings? Read()
    {
        var bugs = BugNames.Parse(Text("BUGS", ""), _errors);
        var nodeId = (uint)Number("NODE_ID", 1, 1, uint.MaxValue);
        var place = PlaceOf(nodeId);
        var settings = new NodeSettings
        {
            NodeId = nodeId,
            Peers = place.First,
            Own = place.Own,
            Seeds = place.Seeds,
            Etcd = Etcd(!Choice("CATALOG", "embedded", "etcd"), Text("CATALOG_ETCD", "")),
            DataFolder = Text("DATA_DIR", "data"),
            Format = (byte)Number("FORMAT", StorageFormat.Newest, StorageFormat.Rows, StorageFormat.Newest),
            ReplicationFactor = (int)Number("RF", 1, 1, 255),
            HashPartitions = (int)Number("PARTITIONS", 1, 1, 1024),
            ShardKeys = Text("SHARD_KEYS", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ShardWidth = TimeSpan.FromSeconds(Number("SHARD_SECONDS", 86_400, 1, 3_000_000_000)),
            IsForwarding = Choice("FORWARDING", "on", "off"),
            IsForced = Choice("FSYNC", "always", "never"),
            IsDebugged = !Choice("DEBUG_API", "off", "on"),
            Tick = TimeSpan.FromMilliseconds(Number("TICK_MS", 50, 1, 10_000)),
            ElectionTicks = (int)Number("ELECTION_TICKS", 14, 4, 1000),
            RequestLimit = TimeSpan.FromMilliseconds(Number("REQUEST_LIMIT_MS", 5000, 1, 600_000)),
            DiskReserve = Number("DISK_RESERVE_BYTES", 8 << 20, 0, long.MaxValue),
            ObjectStore = ObjectStore(Text("OBJECT_STORE", "")),
            SnapshotBytes = Number("SNAPSHOT_BYTES", 4 << 20, 1024, 1L << 40),
            Tls = Choice("INTERNAL_TLS", "off", "on") ? null : new(FileOf("TLS_CERT"), FileOf("TLS_KEY"), FileOf("TLS_CA")),
            Collector = Collector(Text("OTLP_ENDPOINT", "")),
            LogLevel = Level(Text("LOG_LEVEL", "info")),
            IsHealing = !Choice("HEAL", "off", "on"),
            DownAfter = TimeSpan.FromSeconds(Number("DOWN_AFTER", 10, 1, 86_400)),
            RaftBugs = bugs.Of<RaftBugs>(),
            PlacementBugs = bugs.Of<PlacementBugs>(),
            CatalogBugs = bugs.Of<CatalogBugs>(),
            MigrationBugs = bugs.Of<MigrationBugs>(),
            QueryBugs = bugs.Of<QueryBugs>(),
            WriteBugs = bugs.Of<WriteBugs>(),
            DiskBugs = bugs.Of<DiskBugs>(),
            ObservingBugs = bugs.Of<ObservingBugs>(),
        };
        return _errors.Count == 0 ? settings : null;
    }

    /// <summary>Whether this node is one of those that the cluster begins with, or joins them.</summary>
    private (IReadOnlyList<Peer> First, Peer? Own, IReadOnlyList<string> Seeds) PlaceOf(uint nodeId)
    {
        if (Text("SEEDS", "") is { Length: > 0 } seeds) return ([], OwnPlace(nodeId), PeerList.ParseSeeds(seeds, _errors));
        var peers = PeerList.Parse(Text("PEERS", "1=127.0.0.1"), _errors);
        var first = peers.Take((int)Number("NODES", Math.Max(1, peers.Count), 1, Math.Max(1, peers.Count))).ToList();
        var own = peers.FirstOrDefault(p => p.Id == nodeId);
        if (own is null && _errors.Count == 0)
            _errors.Add($"NODE_ID '{nodeId}' is not in PEERS: name it there, or give SEEDS and ADVERTISE for a node that joins a cluster.");
        return (first, own, own is null || first.Contains(own) ? [] : [.. first.Select(p => p.HttpAddress)]);
    }

    private Peer? OwnPlace(uint nodeId)
    {
        var text = Text("ADVERTISE", "");
        if (PeerList.ParseOne($"{nodeId}={text}") is { } own) return own;
        _errors.Add($"ADVERTISE '{text}': a node with SEEDS says where it is itself: give host, host:rpc-port or host:rpc-port/http-port.");
        return null;
    }

    private Uri? Collector(string text)
    {
        if (text.Length == 0) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri;
        _errors.Add($"OTLP_ENDPOINT '{text}': give a collector that takes OTLP over HTTP, such as http://collector:4318.");
        return null;
    }

    private List<Uri> Etcd(bool isUsed, string text)
    {
        var members = new List<Uri>();
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var part in parts)
        {
            if (Uri.TryCreate(part, UriKind.Absolute, out var uri) && uri is { Scheme: "http", PathAndQuery: "/" }) members.Add(uri);
            else _errors.Add($"CATALOG_ETCD '{part}': give http://host:port of each member, such as http://etcd1:2379,http://etcd2:2379.");
        }
        if (isUsed && parts.Length == 0)
            _errors.Add($"CATALOG_ETCD '{text}': CATALOG is etcd, so say where that is, such as http://etcd1:2379.");
        if (!isUsed && text.Length > 0)
            _errors.Add($"CATALOG_ETCD '{text}' is for CATALOG etcd, and CATALOG is embedded: give both or none.");
        return members;
    }

    private ObjectStoreAddress? ObjectStore(string text)
    {
        if (text.Length == 0) return null;
        var (accessKey, secretKey) = (Text("OBJECT_STORE_ACCESS_KEY", ""), Text("OBJECT_STORE_SECRET_KEY", ""));
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !(uri.IsFile || IsBucket(uri)))
        {
            _errors.Add($"OBJECT_STORE '{text}': give http://host:port/bucket, https://host:port/bucket or file:///folder.");
            return null;
        }
        if (!uri.IsFile && (accessKey.Length == 0 || secretKey.Length == 0))
            _errors.Add($"OBJECT_STORE '{text}' needs OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY.");
        return new(uri, accessKey, secretKey);

        static bool IsBucket(Uri uri) => uri.Scheme is "http" or "https" && uri.AbsolutePath.Trim('/') is { Length: > 0 } bucket
            && !bucket.Contains('/');
    }

    private string Text(string name, string otherwise) => configuration[name] is { Length: > 0 } value ? value : otherwise;

    private long Number(string name, long otherwise, long least, long most)
    {
        var text = Text(name, otherwise.ToString(CultureInfo.InvariantCulture));
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        _errors.Add($"{name} '{text}': give a whole number from {least} to {most}.");
        return otherwise;
    }

    private string FileOf(string name)
    {
        var path = Text(name, "");
        if (!File.Exists(path)) _errors.Add($"{name} '{path}': give a file in PEM that is there, because INTERNAL_TLS is on.");
        return path;
    }

    private LogLevel Level(string text)
    {
        switch (text)
        {
            case "debug":
                return LogLevel.Debug;
            case "info":
                return LogLevel.Information;
            case "warn":
                return LogLevel.Warning;
            default:
                _errors.Add($"LOG_LEVEL '{text}': give debug, info or warn.");
                return LogLevel.Information;
        }
    }

    /// <returns>Whether it is the first of the two values, which is also the default.</returns>
    private bool Choice(string name, string first, string second)
    {
        var text = Text(name, first);
        if (text != first && text != second) _errors.Add($"{name} '{text}': give {first} or {second}.");
        return text != second;
    }
}
