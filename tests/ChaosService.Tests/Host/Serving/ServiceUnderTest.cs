using System.Net;
using System.Net.Http.Json;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Host.Composition;
using ChaosService.Host.Serving;
using ChaosService.Service.Installations;
using ChaosService.Service.Logging;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Telemetry;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Host.Serving;

/// <summary>The service on a free port of the loopback, with real HTTP, a real state directory, and runs that a test ends.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly TempDirectory? _ownState;
    private readonly Installation _installation;
    private readonly WebApplication _app;

    private ServiceUnderTest(TempDirectory? ownState, Installation installation, WebApplication app, FakeWork work)
    {
        (_ownState, _installation, _app, Work) = (ownState, installation, app, work);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = Wait.Limit };
    }

    public FakeWork Work { get; }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    public static string Yaml(
        string name = "calm", string target = "etcd", string workload = "register", string suite = "test", string? expect = null) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: {{name}}, labels: { suite: {{suite}} } }
        spec:
          target: {{target}}
          duration: 10s
          load: [{ workload: {{workload}} }]
          faults: []
          checks: [availability]
          {{(expect is null ? "" : $"expect: {expect}")}}
        """;

    public static string SuiteYaml(string spec, string name = "both") => $$"""
        apiVersion: chaosservice/v1
        kind: Suite
        metadata: { name: {{name}} }
        spec: { {{spec}} }
        """;

    /// <param name="state">To start again on the same state; null: an own one.</param>
    public static async Task<ServiceUnderTest> StartAsync(
        FakeWork? work = null, ServiceOptions? options = null, TempDirectory? state = null, TimeProvider? time = null)
    {
        var own = state is null ? new TempDirectory() : null;
        var directory = (state ?? own)!.Path;
        work ??= new FakeWork();
        var installation = Composer.Open(
            directory, time, ProcessTelemetry.Of((options ?? new ServiceOptions()) with { State = directory }, TimeProvider.System),
            options?.Store);
        var app =
            ServiceHost.Build((options ?? new ServiceOptions()) with { Address = "127.0.0.1:0", State = directory }, installation, work);
        await app.StartAsync();
        return new ServiceUnderTest(own, installation, app, work);
    }

    /// <summary>Ends the service as its daemon does: what it is in the middle of may take its time.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Of a service that writes to Loki.</summary>
    public LokiFigures LokiFigures => ((ProcessTelemetry)Part<ITelemetry>()).LokiFigures!;

    public T Part<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task ApplyAsync(string name = "calm", string target = "etcd")
    {
        using var response = await PutAsync(name, Yaml(name, target));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task ApplySuiteAsync(string spec, string name = "both")
    {
        using var response =
            await Http.PutAsync($"/api/v1/suites/{name}", new StringContent(SuiteYaml(spec, name), Encoding.UTF8, "application/yaml"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The id of the suite's run.</summary>
    public async Task<string> RunSuiteAsync(string name = "both", object? body = null)
    {
        using var response = await SendAsync("POST", $"/api/v1/suites/{name}/runs", body is null ? null : JsonContent.Create(body));
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await ReadAsync<SuiteRunReply>(response)).Id;
    }

    public Task<SuiteRunReply> GetSuiteRunAsync(string id, string wait = "90s") =>
        GetAsync<SuiteRunReply>($"/api/v1/suites/runs/{id}?wait={wait}");

    public Task<HttpResponseMessage> PutAsync(string name, string yaml) =>
        Http.PutAsync($"/api/v1/experiments/{name}", new StringContent(yaml, Encoding.UTF8, "application/yaml"));

    public async Task<HttpResponseMessage> TriggerAsync(object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? body = null) =>
        SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = body });

    /// <summary>Returns with the headers: some answers have no end.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public Task<string> TextAsync(string path) => Http.GetStringAsync(path);

    public async Task<string> RunAsync(string experiment = "calm", string concurrency = "queue")
    {
        using var response = await TriggerAsync(new { experiment, concurrency });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await ReadAsync<RunReply>(response)).Id;
    }

    public Task<RunReply> GetAsync(string id) => GetAsync<RunReply>($"/api/v1/runs/{id}?wait=90s");

    public async Task<T> GetAsync<T>(string path)
    {
        using var response = await Http.GetAsync(path);
        return await ReadAsync<T>(response);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return System.Text.Json.JsonSerializer.Deserialize<T>(text, WireJson.Options) ?? throw new InvalidOperationException(text);
    }

    /// <summary>The answer is a refusal in the documented form.</summary>
    public static async Task<ProblemReply> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await ReadAsync<ProblemReply>(response);
        Assert.Equal((int)status, problem.Status);
        Assert.NotEmpty(problem.Detail);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Work.Release();
        var queue = Part<RunQueue>();
        // Where the state stays, the test is about a service that ends in the middle of its runs.
        if (_ownState is not null)
        {
            _ = queue.CloseAsync("the test is over");
            queue.AbortAll("the test is over");
            await IdleAsync(queue);
        }
        await _app.DisposeAsync();
        await IdleAsync(queue);
        _installation.Dispose();
        _ownState?.Dispose();
    }

    /// <summary>A run that is still active would write into a directory that is being deleted.</summary>
    private static async Task IdleAsync(RunQueue queue) =>
        await queue.IdleAsync().WaitAsync(Wait.Limit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
