using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChaosService.MerkleKv.Settings;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A real broker on loopback, with a configuration of its own.</summary>
internal sealed class Broker : IAsyncDisposable
{
    public const string Missing = "mosquitto is not installed: apt-get install mosquitto";

    /// <summary>Only brokers listen there, so nothing takes the port while one is away.</summary>
    public const string Address = "127.0.0.3";

    private const string Program = "/usr/sbin/mosquitto";

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    private Broker()
    {
        Port = FreePorts.Take(Address);
        // As root it would become another user, who cannot read the folder.
        File.WriteAllText(
            Configuration, $"listener {Port} {Address}\nallow_anonymous true\nuser root\nmax_queued_messages 0\nset_tcp_nodelay true\n");
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

    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", Configuration]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(Answers, "the broker listens");
        Assert.False(_process.HasExited, "The broker ended, and another program has its port.");
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
            Broker = Address,
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
            client.Connect(IPAddress.Parse(Address), Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
