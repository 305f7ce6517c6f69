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
        var settings = Read(out _, ("BUGS", "ack-before-quorum,skewed-hash"));

        Assert.Equal((RaftBugs.AckBeforeQuorum, PlacementBugs.SkewedHash), (settings!.RaftBugs, settings.PlacementBugs));
    }

    [Theory]
    [InlineData("NODE_ID", "0", "NODE_ID '0': give a whole number from 1")]
    [InlineData("NODE_ID", "4", "NODE_ID '4' is not in PEERS")]
    [InlineData("PEERS", "1=a,b", "PEERS 'b': give id=host")]
    [InlineData("PEERS", "1=a,1=b", "node 1 is there twice")]
    [InlineData("PEERS", "1=a:99999", "PEERS '1=a:99999': give id=host")]
    [InlineData("LOG_LEVEL", "loud", "LOG_LEVEL 'loud': give debug, info or warn")]
    [InlineData("FSYNC", "sometimes", "FSYNC 'sometimes': give always or never")]
    [InlineData("BUGS", "no-such", "BUGS 'no-such' is no bug: there are vote-not-persisted,")]
    public void What_is_wrong_is_said_with_name_and_value(string name, string value, string error)
    {
        Assert.Null(Read(out var errors, (name, value)));
        Assert.Contains(error, Assert.Single(errors));
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
        var (none, seen) = (BugNames.Parse("", []), new HashSet<SeededBugs>());
        foreach (var name in BugNames.All)
        {
            var settings = Read(out var errors, ("BUGS", name))!;
            Assert.Empty(errors);
            Assert.True(
                seen.Add(new(settings.RaftBugs, settings.PlacementBugs, settings.QueryBugs, settings.WriteBugs, settings.DiskBugs)), name);
        }
        Assert.DoesNotContain(none, seen);
        var both = Read(out _, ("BUGS", "partial-on-strict, lost-forward"))!.WriteBugs;
        Assert.Equal(WriteBugs.LostForward | WriteBugs.PartialOnStrict, both);
    }

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
