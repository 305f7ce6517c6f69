using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Settings;
using Microsoft.Extensions.Configuration;

namespace ChaosService.Reference.Tests.Host;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Settings_are_read()
    {
        var settings = Read(
            out var errors, ("NODE_ID", "2"), ("PEERS", "1=a, 2=b:1/2"), ("RF", "2"), ("SHARD_KEYS", "x,y"), ("FORWARDING", "off"));

        Assert.Empty(errors);
        Assert.Equal((2u, 2, false), (settings!.NodeId, settings.ReplicationFactor, settings.IsForwarding));
        Assert.Equal([new Peer(1, "a", 8182, 8181), new Peer(2, "b", 1, 2)], settings.Peers);
        Assert.Equal(["x", "y"], settings.ShardKeys);
    }

    [Fact]
    public void Bugs_are_named_as_words_with_hyphens()
    {
        var settings = Read(
            out _, ("BUGS", "ack-before-quorum,skewed-hash,no-write-lock,delete-before-flip,undrained-node-removed"));

        Assert.Equal((RaftBugs.AckBeforeQuorum, PlacementBugs.SkewedHash), (settings!.RaftBugs, settings.PlacementBugs));
        Assert.Equal(MigrationBugs.NoWriteLock | MigrationBugs.DeleteBeforeFlip, settings.MigrationBugs);
        Assert.Equal(CatalogBugs.UndrainedNodeRemoved, settings.CatalogBugs);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void Node_that_is_not_of_the_first_ones_joins_them(string id)
    {
        var settings = Read(out var errors, ("NODE_ID", id), ("PEERS", "1=a,9=b:7/1,2=c,3=c"), ("NODES", "2"));

        Assert.Empty(errors);
        Assert.Equal(["a:8181", "b:1"], settings!.Seeds);
        Assert.Equal("c:8182", settings.Self.RpcAddress);
        Assert.Equal([1u, 9u], settings.Peers.Select(p => p.Id));
    }

    [Fact]
    public void Node_with_seeds_says_where_it_is_itself()
    {
        var settings = Read(out var errors, ("NODE_ID", "4"), ("SEEDS", "a,b:1"), ("ADVERTISE", "d:5/6"));

        Assert.Empty(errors);
        Assert.Equal(["a:8181", "b:1"], settings!.Seeds);
        Assert.Equal((new Peer(4, "d", 5, 6), 0), (settings.Self, settings.Peers.Count));
    }

    [Theory]
    [InlineData("NODE_ID", "0", "NODE_ID '0': give a whole number from 1")]
    [InlineData("NODE_ID", "4", "NODE_ID '4' is not in PEERS: name it there, or give SEEDS")]
    [InlineData("NODES", "2", "NODES '2': give a whole number from 1 to 1")]
    [InlineData("SEEDS", "a", "ADVERTISE '': a node with SEEDS says where it is itself")]
    [InlineData("HEAL", "yes", "HEAL 'yes': give off or on")]
    [InlineData("DOWN_AFTER", "0", "DOWN_AFTER '0': give a whole number from 1")]
    [InlineData("PEERS", "1=a,x=b", "PEERS 'x=b': give id=host")]
    [InlineData("PEERS", "1=a,1=b", "node 1 is there twice")]
    [InlineData("PEERS", "1=a:99999", "PEERS '1=a:99999': give id=host")]
    [InlineData("LOG_LEVEL", "loud", "LOG_LEVEL 'loud': give debug, info or warn")]
    [InlineData("OBJECT_STORE", "http://objects:8000", "OBJECT_STORE 'http://objects:8000': give http://host:port/bucket")]
    [InlineData("OBJECT_STORE", "http://o/b", "OBJECT_STORE 'http://o/b' needs OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY")]
    [InlineData("CATALOG", "zookeeper", "CATALOG 'zookeeper': give embedded or etcd")]
    [InlineData("CATALOG", "etcd", "CATALOG_ETCD '': CATALOG is etcd, so say where that is, such as http://etcd1:2379")]
    [InlineData("CATALOG_ETCD", "http://etcd:2379", "CATALOG_ETCD 'http://etcd:2379' is for CATALOG etcd, and CATALOG is embedded")]
    [InlineData("SNAPSHOT_BYTES", "1", "SNAPSHOT_BYTES '1': give a whole number from 1024")]
    [InlineData("OTLP_ENDPOINT", "collector:4318", "OTLP_ENDPOINT 'collector:4318': give a collector that takes OTLP over HTTP")]
    [InlineData("FSYNC", "sometimes", "FSYNC 'sometimes': give always or never")]
    [InlineData("BUGS", "no-such", "BUGS 'no-such' is no bug: there are vote-not-persisted,")]
    public void What_is_wrong_is_said_with_name_and_value(string name, string value, string error)
    {
        Assert.Null(Read(out var errors, (name, value)));
        Assert.Contains(error, Assert.Single(errors));
    }

    [Theory]
    [InlineData("file:///objects", "", "")]
    [InlineData("http://objects:8000/snapshots", "key", "secret")]
    public void Object_store_is_a_folder_or_a_bucket(string store, string accessKey, string secretKey)
    {
        var settings = Read(
            out var errors, ("OBJECT_STORE", store), ("OBJECT_STORE_ACCESS_KEY", accessKey), ("OBJECT_STORE_SECRET_KEY", secretKey));

        Assert.Empty(errors);
        Assert.Equal(new(new(store), accessKey, secretKey), settings!.ObjectStore);
        Assert.Null(Read(out _)!.ObjectStore);
    }

    [Fact]
    public void Catalog_is_in_etcd_where_that_is_said()
    {
        Assert.Empty(Read(out _, ("CATALOG", "embedded"))!.Etcd);
        var settings = Read(out _, ("CATALOG", "etcd"), ("CATALOG_ETCD", "http://a:2379, http://b:1"));
        Assert.Equal([new("http://a:2379"), new("http://b:1")], settings!.Etcd);

        Assert.Null(Read(out var errors, ("CATALOG", "etcd"), ("CATALOG_ETCD", "http://a:2379,b:2379")));
        Assert.Contains("CATALOG_ETCD 'b:2379': give http://host:port of each member", Assert.Single(errors));
    }

    [Fact]
    public void Tls_asks_for_files_that_are_there()
    {
        Assert.Null(Read(out var errors, ("INTERNAL_TLS", "on"), ("TLS_CERT", "/nowhere/node.crt")));

        Assert.Equal(3, errors.Count);
        Assert.Contains("TLS_CERT '/nowhere/node.crt': give a file in PEM that is there, because INTERNAL_TLS is on.", errors);
    }

    [Fact]
    public void Every_bug_has_a_name_that_switches_it_on_and_no_other()
    {
        var seen = new HashSet<string> { Switched(Read(out _)!) };
        foreach (var name in BugNames.All.Keys)
        {
            var settings = Read(out var errors, ("BUGS", name))!;
            Assert.Empty(errors);
            Assert.True(seen.Add(Switched(settings)), name);
        }
        var both = Read(out _, ("BUGS", "partial-on-strict, lost-forward"))!.WriteBugs;
        Assert.Equal(WriteBugs.LostForward | WriteBugs.PartialOnStrict, both);
    }

    private static string Switched(NodeSettings settings) => string.Join(
        '/', settings.RaftBugs, settings.PlacementBugs, settings.CatalogBugs, settings.MigrationBugs, settings.QueryBugs,
        settings.WriteBugs, settings.DiskBugs, settings.ObservingBugs);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        Read(out var errors, ("RF", "none"), ("PARTITIONS", "0"), ("DEBUG_API", "yes"));

        Assert.Equal(3, errors.Count);
    }

    private static NodeSettings? Read(out IReadOnlyList<string> errors, params (string Name, string Value)[] values)
    {
        var reader = new SettingsReader(
            new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Name, (string?)v.Value))).Build());
        var settings = reader.Read();
        errors = reader.Errors;
        return settings;
    }
}
