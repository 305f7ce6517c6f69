using System.Net;
using System.Net.Sockets;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Settings;

/// <summary>Exit codes are those of sysexits.h, which the other programs here have.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Wrong_settings_end_the_program_with_each_of_them_named()
    {
        using var node = new NodeProcess("--port", "x", "--engine", "sled", "--bugs", "nonsense");

        var (code, output) = await node.EndAsync();

        Assert.Equal(78, code);
        Assert.Contains("give a whole number from 0 to 65535.", output);
        Assert.Contains("give memory or persistent.", output);
        Assert.Contains("is no bug: there are no-tie-break,", output);
    }

    [Fact]
    public async Task Port_that_is_taken_ends_the_program_with_the_fix()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var node = new NodeProcess("--host", "127.0.0.1", "--port", $"{port}");

        var (code, output) = await node.EndAsync();

        Assert.Equal(69, code);
        Assert.Contains($"{port}", output);
        Assert.Contains("give an address of this machine and a port that is free.", output);
    }

    [Fact]
    public async Task Folder_that_cannot_be_used_ends_the_program_with_the_fix()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        using var node = new NodeProcess("--port", "0", "--engine", "persistent", "--storage-path", file);

        var (code, output) = await node.EndAsync();

        Assert.Equal(69, code);
        Assert.Contains(file, output);
        Assert.Contains("Give a folder that the node may write to.", output);
    }

    [Fact]
    public async Task Signal_ends_the_program_and_the_data_stays()
    {
        using var folder = new TemporaryFolder();
        var port = FreePorts.Take("127.0.0.1");
        string[] arguments = ["--host", "127.0.0.1", "--port", $"{port}", "--engine", "persistent", "--storage-path", folder.Path];
        using (var node = new NodeProcess(arguments))
        {
            using var client = await LineClient.ConnectAsync(port);
            Assert.Equal("OK", await client.AskAsync("SET k v"));
            node.Terminate();
            Assert.Equal(0, (await node.EndAsync()).Code);
        }
        using var again = new NodeProcess(arguments);
        using var second = await LineClient.ConnectAsync(port);

        Assert.Equal("VALUE v", await second.AskAsync("GET k"));
        Assert.Equal("OK", await second.AskAsync("SHUTDOWN"));
        Assert.Equal(0, (await again.EndAsync()).Code);
    }
}
