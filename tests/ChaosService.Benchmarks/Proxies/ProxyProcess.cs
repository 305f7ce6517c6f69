using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChaosService.Proxies.Tcp;

namespace ChaosService.Benchmarks.Proxies;

/// <summary>A proxy in a process of its own, so that each has the machine in the same way.</summary>
internal sealed class ProxyProcess : IDisposable
{
    public const string Haproxy = "/usr/sbin/haproxy";

    private readonly Process _process;
    private readonly string? _file;

    private ProxyProcess(Process process, int port, string? file) => (_process, Port, _file) = (process, port, file);

    public int Port { get; }

    /// <summary>This program again, started as the service is.</summary>
    public static async Task<ProxyProcess> OursAsync(int server)
    {
        var port = FreePort();
        var info = new ProcessStartInfo("dotnet", [typeof(ProxyProcess).Assembly.Location, "serve-tcp-proxy", $"{port}", $"{server}"]);
        (info.Environment["DOTNET_TieredCompilation"], info.Environment["DOTNET_GCgen0size"]) = ("0", "0x400000");
        return await ReadyAsync(new(Process.Start(info)!, port, null));
    }

    public static async Task<ProxyProcess> HaproxyAsync(int server)
    {
        var (port, file) = (FreePort(), Path.GetTempFileName());
        await File.WriteAllTextAsync(file, $"""
            defaults
              mode tcp
              timeout connect 5s
              timeout client 60s
              timeout server 60s
            frontend in
              bind 127.0.0.1:{port}
              default_backend out
            backend out
              server one 127.0.0.1:{server}

            """);
        return await ReadyAsync(new(Process.Start(new ProcessStartInfo(Haproxy, ["-db", "-q", "-f", file]))!, port, file));
    }

    /// <summary>What the process of ours does until it is killed.</summary>
    public static async Task<int> ServeAsync(int port, int server)
    {
        await using var proxy = TcpProxy.Plain(TimeProvider.System);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        while (true) _ = proxy.ServeAsync(await listener.AcceptAsync(), stop => DialAsync(server, stop), CancellationToken.None);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (_file is not null) File.Delete(_file);
    }

    private static async Task<ProxyProcess> ReadyAsync(ProxyProcess started)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = await DialAsync(started.Port, default);
                return started;
            }
            catch (SocketException) when (tries < 1000 && !started._process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    private static async Task<Socket> DialAsync(int port, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        return socket;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
