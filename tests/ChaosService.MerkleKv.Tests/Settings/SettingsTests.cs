using System.Net;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Settings;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void Defaults_are_a_node_on_its_own()
    {
        var settings = Read();

        Assert.Equal((IPAddress.Any, 7379), (settings.Host, settings.Port));
        Assert.Null(settings.StorageFolder);
        Assert.Null(settings.Replication);
        Assert.Equal(SeededBugs.None, settings.Bugs);
    }

    [Fact]
    public void File_has_the_names_of_the_original_and_the_command_line_wins()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "node.toml");
        File.WriteAllText(file, """
            # A node.
            host = "127.0.0.1"   # this machine alone
            port = 7380
            engine = "persistent"
            storage_path = 'da#ta'

            [replication]
            enabled = true
            mqtt_broker = "broker"
            mqtt_port = 1884
            topic_prefix = "kv/x"
            client_id = "node1"
            """);

        var settings = Read("--config", file, "--port=7381", "--storage-path", "elsewhere", "BUGS=no-dedupe, no-tie-break");

        Assert.Equal((IPAddress.Loopback, 7381, "elsewhere"), (settings.Host, settings.Port, settings.StorageFolder));
        var replication = settings.Replication!;
        Assert.Equal(("broker", 1884, "node1"), (replication.Broker, replication.BrokerPort, replication.ClientId));
        Assert.Equal("kv/x/events", replication.Topic);
        Assert.Equal(SeededBugs.NoDedupe | SeededBugs.NoTieBreak, settings.Bugs);
    }

    [Theory]
    [InlineData("PORT=x", "PORT 'x': give a whole number from 0 to 65535.")]
    [InlineData("HOST=nowhere", "HOST 'nowhere': give an address of this machine, such as 0.0.0.0 for all of them.")]
    [InlineData("ENGINE=sled", "ENGINE 'sled': give memory or persistent.")]
    [InlineData("DIALECT=third", "DIALECT 'third': give current or classic.")]
    [InlineData("REPLICATION=yes", "REPLICATION 'yes': give on or off.")]
    [InlineData("--config=missing.toml", "CONFIG 'missing.toml': give a file that is there.")]
    [InlineData("stray", "'stray' is no setting: give --name value or name=value.")]
    public void Wrong_setting_is_named_with_its_value_and_the_fix(string argument, string expected) =>
        Assert.Equal([expected], Errors(argument));

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var errors = Errors("REPLICATION=on", "TOPIC_PREFIX=a/#", "RECONNECT_MIN_MS=900", "RECONNECT_MAX_MS=100", "COLOUR=red", "BUGS=x");

        Assert.Collection(
            errors,
            e => Assert.StartsWith("COLOUR 'red' is no setting: there are config, host, port,", e),
            e => Assert.Equal("RECONNECT_MIN_MS '900' is above RECONNECT_MAX_MS '100': give a smaller one.", e),
            e => Assert.Equal("TOPIC_PREFIX 'a/#': give a topic without + and #, and without / at its ends.", e),
            e => Assert.Equal("CLIENT_ID '': the node replicates, so give it a name of its own, of 1 to 128 characters.", e),
            e => Assert.StartsWith("BUGS 'x' is no bug: there are no-tie-break, no-dedupe,", e));
    }

    private static NodeSettings Read(params string[] args)
    {
        var errors = new List<string>();
        var settings = new SettingsReader(SettingsSource.Read(args, errors), errors).Read();
        Assert.Empty(errors);
        return settings!;
    }

    private static List<string> Errors(params string[] args)
    {
        var errors = new List<string>();
        Assert.Null(new SettingsReader(SettingsSource.Read(args, errors), errors).Read());
        return errors;
    }
}
