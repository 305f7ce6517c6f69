using System.Net;
using System.Net.Sockets;
using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>Two nodes of MerkleKV and their broker as processes of this machine: no container engine knows of them.</summary>
internal sealed class MerkleKvServers : IAsyncDisposable
{
    private const string Mosquitto = "/usr/sbin/mosquitto";

    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chaosservice-e2e-servers-");
    private readonly List<Task<CommandResult>> _running = [];
    private readonly int[] _nodes = [FreePort.Next(), FreePort.Next()];

    public string EndPoints => string.Join(',', _nodes.Select(port => $"127.0.0.1:{port}"));

    public int BrokerPort { get; } = FreePort.Next();

    public static async Task<MerkleKvServers> StartAsync(string topicPrefix)
    {
        Assert.SkipUnless(File.Exists(Mosquitto), "mosquitto is not installed: apt-get install mosquitto");
        Assert.True(File.Exists(Repository.MerkleKv), $"{Repository.MerkleKv} is missing: build the solution");
        var servers = new MerkleKvServers();
        try
        {
            await servers.StartAllAsync(topicPrefix);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)Task.WhenAll(_running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task StartAllAsync(string topicPrefix)
    {
        var configuration = Path.Combine(_directory.FullName, "mosquitto.conf");
        // As root it would become another user, who cannot read the directory.
        await File.WriteAllTextAsync(configuration, $"listener {BrokerPort} 127.0.0.1\nallow_anonymous true\nuser root\n");
        await StartAsync(new Command(Mosquitto, "-c", configuration), BrokerPort);
        foreach (var port in _nodes)
            await StartAsync(
                new Command(
                    Repository.MerkleKv, "--host", "127.0.0.1", "--port", $"{port}", "--replication", "on", "--mqtt-broker", "127.0.0.1",
                    "--mqtt-port", $"{BrokerPort}", "--topic-prefix", topicPrefix, "--client-id", $"server-{port}"),
                port);
    }

    private async Task StartAsync(Command command, int port)
    {
        var running = CommandRunner.RunAsync(
            command with { WorkingDirectory = _directory.FullName, Timeout = TimeSpan.FromMinutes(5) }, _stop.Token);
        _running.Add(running);
        await Wait.UntilAsync(
            () =>
            {
                Assert.False(running.IsCompleted, $"`{command}` ended");
                return Listens(port);
            },
            $"`{command}` does not listen");
    }

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
