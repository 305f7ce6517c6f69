using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChaosService.Benchmarks.Service;

namespace ChaosService.Benchmarks.Timeseries;

/// <summary>
/// Three nodes of the reference cluster as its image has them, each a process of its own on the loopback, in folders that go.
/// </summary>
internal sealed class NodeProcesses : IAsyncDisposable
{
    private const int Nodes = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chaos-tsdb-bench-");
    private readonly List<Process> _processes = [];

    private NodeProcesses(IReadOnlyList<int> httpPorts) => Addresses = [.. httpPorts.Select(p => $"http://127.0.0.1:{p}")];

    public IReadOnlyList<string> Addresses { get; }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, UseProxy = false })
    {
        Timeout = Limit,
    };

    /// <summary>Of every node, what of it is in memory now.</summary>
    public IEnumerable<double> RssMb => _processes.Select(p => double.Parse(
        File.ReadLines($"/proc/{p.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);

    /// <summary>Of all nodes together.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            foreach (var process in _processes) process.Refresh();
            return _processes.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.TotalProcessorTime);
        }
    }

    /// <summary>Returns when all nodes are in the catalog.</summary>
    public static async Task<NodeProcesses> StartAsync()
    {
        var ports = FreePorts(2 * Nodes);
        var cluster = new NodeProcesses([.. ports.Take(Nodes)]);
        var peers = string.Join(',', Enumerable.Range(0, Nodes).Select(i => $"{i + 1}=127.0.0.1:{ports[Nodes + i]}/{ports[i]}"));
        var program = Path.Combine(ServiceProcess.Root, "src/ChaosService.Reference.Host/bin/image/app/chaos-tsdb");
        if (!File.Exists(program))
            throw new InvalidOperationException($"{program} is not there: ./scripts/timeseries-image.sh publishes it with the image");
        for (var id = 1; id <= Nodes; id++)
        {
            var info = new ProcessStartInfo(program) { RedirectStandardOutput = true };
            foreach (var (name, value) in new (string, string)[]
                {
                    ("NODE_ID", $"{id}"), ("PEERS", peers), ("DATA_DIR", Path.Combine(cluster._folder.FullName, $"{id}")),
                    ("RF", $"{Nodes}"),
                    ("PARTITIONS", "4"), ("SHARD_KEYS", "host"), ("SHARD_SECONDS", "1000000000"), ("LOG_LEVEL", "warn"),
                    ("DOTNET_GCgen0size", "0x400000"), ("DOTNET_GCConserveMemory", "5"),
                }) info.Environment[name] = value;
            var process = Process.Start(info)!;
            process.BeginOutputReadLine();
            cluster._processes.Add(process);
        }
        await cluster.RegisteredAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _folder.Delete(recursive: true);
    }

    private async Task RegisteredAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Limit)
        {
            try
            {
                var nodes = await Http.GetStringAsync($"{Addresses[0]}/api/v3/cluster/nodes");
                if (JsonDocument.Parse(nodes).RootElement.GetArrayLength() == Nodes) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet, or has no leader.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        throw new InvalidOperationException($"the nodes did not find each other in {Limit.TotalSeconds:0} s");
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
