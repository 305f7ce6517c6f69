using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChaosService.MerkleKv.Settings;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A real broker on loopback, with a configuration of its own.</summary>
internal sealed class Broker : IAsyncDisposable
{
    public const string Missing = "mosquitto is not installed: apt-get install mosquitto";
    private const string Program = "/usr/sbin/mosquitto";

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    private Broker()
    {
        Port = FreePort();
        // As root it would become another user, who cannot read the folder.
        File.WriteAllText(
            Configuration, $"listener {Port} 127.0.0.1\nallow_anonymous true\nuser root\nmax_queued_messages 0\nset_tcp_nodelay true\n");
    }

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; }

    private string Configuration => Path.Combine(_folder.Path, "mosquitto.conf");

    public static async Task<Broker> StartAsync()
    {
        Assert.SkipUnless(IsInstalled, Missing);
        var broker = new Broker();
        await broker.StartAgainAsync();
        return broker;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", Configuration]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(Answers, "the broker listens");
    }

    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Settings of a node that replicates through it; short pauses, so that tests are.</summary>
    public NodeSettings Node(string clientId) => new()
    {
        Replication = new()
        {
            Broker = "127.0.0.1",
            BrokerPort = Port,
            ClientId = clientId,
            TopicPrefix = "test",
            ReconnectMin = TimeSpan.FromMilliseconds(20),
            ReconnectMax = TimeSpan.FromMilliseconds(300),
            ResendAfter = TimeSpan.FromMilliseconds(1500),
            AnswerLimit = TimeSpan.FromSeconds(3),
        },
    };

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
