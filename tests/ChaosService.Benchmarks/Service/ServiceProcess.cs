using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using ChaosService.Docker.Processes;

namespace ChaosService.Benchmarks.Service;

/// <summary>
/// A real <c>chaosctl serve</c> with a state directory of its own: as it is built, or the published program that
/// <c>CHAOSSERVICE_PROGRAM</c> names.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int TicksPerSecond = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly bool _ownState;

    private ServiceProcess(Process process, string state, bool ownState, string address, TimeSpan ready)
    {
        (_process, State, _ownState, Ready) = (process, state, ownState, ready);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, UseProxy = false })
        {
            BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(10),
        };
    }

    public static string Root { get; } = FindRoot();

    public HttpClient Http { get; }

    public string State { get; }

    /// <summary>From the start of the process to its line that says where it is ready.</summary>
    public TimeSpan Ready { get; }

    public int Pid => _process.Id;

    /// <summary>What of it is in memory now.</summary>
    public double RssMb => StatusKb("VmRSS:") / 1024.0;

    /// <summary>The most that ever was.</summary>
    public double PeakRssMb => StatusKb("VmHWM:") / 1024.0;

    public int Threads => (int)StatusKb("Threads:");

    public TimeSpan CpuTime
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{Pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((double)(long.Parse(fields[11], CultureInfo.InvariantCulture)
                + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }

    /// <summary>Returns when it is ready.</summary>
    /// <param name="state">Null: a new one that goes when this ends.</param>
    /// <param name="environment">Such as <c>DOCKER_HOST</c>, or options: <c>CHAOSSERVICE__QUEUELIMIT</c>.</param>
    public static async Task<ServiceProcess> StartAsync(string? state = null, params (string Name, string Value)[] environment)
    {
        var directory = state ?? Directory.CreateTempSubdirectory("chaosservice-bench-").FullName;
        var built = Path.Combine(Root, "src/ChaosService.Host/bin/Release/net10.0/chaosctl.dll");
        var named = Environment.GetEnvironmentVariable("CHAOSSERVICE_PROGRAM");
        string[] program = named is { Length: > 0 } ? [named] : ["dotnet", built];
        var info = new ProcessStartInfo(program[0], [.. program[1..], "serve", "--address", "127.0.0.1:0", "--state", directory])
        {
            RedirectStandardOutput = true, WorkingDirectory = Root,
        };
        // As ./chaosctl, the unit and the image start it.
        (info.Environment["DOTNET_TieredCompilation"], info.Environment["DOTNET_GCgen0size"]) = ("0", "0x400000");
        foreach (var (name, value) in environment) info.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(info)!;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (!line.Contains("ready at ", StringComparison.Ordinal)) continue;
            var ready = Stopwatch.GetElapsedTime(started);
            return new ServiceProcess(process, directory, ownState: state is null, line.Split("ready at ")[1].Split(' ')[0], ready);
        }
        throw new InvalidOperationException($"chaosctl serve ended with {process.ExitCode} before it was ready");
    }

    public async Task ApplyAsync(string yaml)
    {
        using var response = await Http.PostAsync("/api/v1/experiments", new StringContent(yaml, Encoding.UTF8, "application/yaml"));
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    /// <param name="overrides">As after <c>--set</c>.</param>
    public Task<HttpResponseMessage> TriggerAsync(string experiment, params string[] overrides) =>
        Http.PostAsJsonAsync("/api/v1/runs", new { experiment, overrides });

    /// <summary>Share of one core over the time.</summary>
    public async Task<double> CpuShareAsync(TimeSpan time)
    {
        var (before, started) = (CpuTime, Stopwatch.GetTimestamp());
        await Task.Delay(time, TimeProvider.System);
        return (CpuTime - before) / Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Stops it as a user would, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await CommandRunner.RunAsync(new Command("kill", "-TERM", $"{Pid}"), CancellationToken.None);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }
        _process.Dispose();
        if (!_ownState) return;
        await WatchdogGoneAsync();
        Directory.Delete(State, recursive: true);
    }

    /// <summary>It ends soon after the service, and reads the state directory until then.</summary>
    private async Task WatchdogGoneAsync()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var found = await CommandRunner.RunAsync(new Command("pgrep", "-f", "--", $"--state {State}"), CancellationToken.None);
            if (!found.Succeeded) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private double StatusKb(string name) =>
        double.Parse(File.ReadLines($"/proc/{Pid}/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'],
            StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ChaosService.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no ChaosService.sln above {AppContext.BaseDirectory}");
    }
}
