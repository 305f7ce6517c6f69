using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>A service that a test started and speaks to over HTTP.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly HttpClient _http;

    private Daemon(ChaosctlProcess process)
    {
        Process = process;
        Server = process.Output.Split("ready at ")[1].Split(' ')[0];
        _http = new HttpClient { BaseAddress = new Uri(Server), Timeout = TimeSpan.FromSeconds(90) };
    }

    public ChaosctlProcess Process { get; }

    public string Server { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Without a watchdog: what is reverted, this service reverted. It may attach to the cluster of the tests.</summary>
    public static async Task<Daemon> StartAsync(Workspace workspace, IReadOnlyDictionary<string, string>? environment = null)
    {
        var all = new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
        {
            ["CHAOSSERVICE_NO_WATCHDOG"] = "1", ["CHAOSSERVICE__ATTACHABLEPROJECTS"] = AttachedCluster.Project,
        };
        var process = workspace.Start(all, "serve", "--address", "127.0.0.1:0", "--out", workspace.Runs);
        await process.WaitForAsync("chaosservice is ready at");
        return new Daemon(process);
    }

    public async Task ApplyAsync(string yaml)
    {
        using var response =
            await _http.PostAsync("/api/v1/experiments", new StringContent(yaml, System.Text.Encoding.UTF8, "application/yaml"), Stop);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>The new run's id.</summary>
    public async Task<string> TriggerAsync(string experiment)
    {
        using var response = await _http.PostAsJsonAsync("/api/v1/runs", new { experiment }, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>The run as it stands.</summary>
    public Task<JsonElement> RunAsync(string id) => GetAsync($"/api/v1/runs/{id}");

    /// <summary>The run at its end: state, verdict, exit code and reason in a line.</summary>
    public async Task<string> EndOfAsync(string id)
    {
        var run = await GetAsync($"/api/v1/runs/{id}?wait=80s");
        return $"{run.GetProperty("state")} {run.GetProperty("verdict")} {run.GetProperty("exitCode")}: {run.GetProperty("reason")}";
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path, Stop);

    public async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await _http.SendAsync(request, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    public void Dispose()
    {
        _http.Dispose();
        Process.Dispose();
    }
}
