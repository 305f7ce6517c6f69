using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ChaosService.Reference.Tests.Host.Etcd;

/// <summary>The distribution's program, with one member on the loopback.</summary>
internal sealed class RealEtcd : IEtcd
{
    public const string Program = "/usr/bin/etcd";
    public const string Missing = "etcd is not installed: apt-get install etcd-server";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private RealEtcd()
    {
        var (clients, peers) = (FreePort(), FreePort());
        var address = $"http://127.0.0.1:{clients}";
        Address = new(address);
        _process = Process.Start(new ProcessStartInfo(Program,
        [
            "--data-dir", _folder.Of("etcd"), "--listen-client-urls", address, "--advertise-client-urls", address,
            "--listen-peer-urls", $"http://127.0.0.1:{peers}", "--log-level", "error", "--logger", "zap",
        ]))!;
    }

    public Uri Address { get; }

    public static async Task<RealEtcd> StartAsync()
    {
        var etcd = new RealEtcd();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await TestCluster.EventuallyAsync(() => IsHealthyAsync(http, etcd.Address), healthy => healthy);
        return etcd;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http, Uri address)
    {
        try
        {
            return (await http.GetStringAsync(new Uri(address, "/health"))).Contains("true", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
