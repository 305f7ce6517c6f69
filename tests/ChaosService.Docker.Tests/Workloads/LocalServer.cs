using System.Net;
using System.Net.Sockets;
using ChaosService.Docker.Processes;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>A database server of this machine's own packages, as a child process with a directory of its own.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    // Never disposed: it has no timer, and says afterwards whether the server was stopped.
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chaosservice-");
    private readonly Task _running;

    /// <param name="arguments">Gets the server's directory.</param>
    public LocalServer(string program, Func<string, string[]> arguments)
    {
        var command = new Command(program, arguments(_directory.FullName)) { Timeout = TimeSpan.FromMinutes(3), WorkingDirectory = _directory.FullName };
        _running = CommandRunner.RunAsync(command, _stop.Token);
    }

    public static void SkipUnlessInstalled(string program) =>
        Assert.SkipUnless(File.Exists($"/usr/bin/{program}"), $"{program} is not installed (Debian's package of that name)");

    public static async Task ListeningAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(address, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }
    }

    /// <summary>Kills it. May be called twice: a test that takes a server away, and its fixture.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _directory.Delete(recursive: true);
    }
}
