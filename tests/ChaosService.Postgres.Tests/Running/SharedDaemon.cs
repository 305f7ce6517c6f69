using System.Text;
using System.Text.RegularExpressions;
using ChaosService.Docker.Processes;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.Postgres.Tests.Running;

/// <summary>The program itself, on a shared store, that can be killed and started again on the same state.</summary>
internal sealed class SharedDaemon(string name, string directory, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    public string Name => name;

    private ChaosctlProcess? _process;

    private string State => Path.Combine(directory, name);

    public HttpClient Http { get; private set; } = new();

    public async Task StartAsync()
    {
        var command = new Command(
            "dotnet", Repository.Chaosctl, "serve", "--address", "127.0.0.1:0", "--state", State) { WorkingDirectory = directory };
        _process = new ChaosctlProcess(command, new Dictionary<string, string>(environment) { ["CHAOSSERVICE__STORE__INSTANCE"] = name });
        await _process.WaitForAsync("chaosservice is ready at");
        Http.Dispose();
        Http = new HttpClient
        {
            BaseAddress = new Uri(_process.Output.Split("ready at ")[1].Split(' ')[0]), Timeout = TimeSpan.FromSeconds(20),
        };
    }

    /// <summary>As when the power goes.</summary>
    public async Task KillAsync()
    {
        await _process!.SignalAsync("KILL");
        await _process.ExitCodeAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task<string> SendAsync(HttpMethod method, string path, string? yaml = null)
    {
        using var request = new HttpRequestMessage(
            method, path) { Content = yaml is null ? null : new StringContent(yaml, Encoding.UTF8, "application/yaml") };
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>The runs that began here, each as often as it did, by what the daemon logged at that moment.</summary>
    public IEnumerable<string> Begun() => Directory.GetFiles(Path.Combine(State, "logs")).SelectMany(File.ReadLines)
        .Select(line => Regex.Match(line, "Run \"?([^ \"]+)\"? starts, wanted by")).Where(m => m.Success).Select(m => m.Groups[1].Value);

    public void Dispose()
    {
        _process?.Dispose();
        Http.Dispose();
    }
}
