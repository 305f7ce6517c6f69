using System.Net.Http.Json;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Host.Composition;
using ChaosService.Host.Serving;
using ChaosService.Model.Runs;
using ChaosService.Service.Installations;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Browser.Tests.Running;

/// <summary>The whole service on a free port of loopback with a state directory of its own. Only the runs are the test's.</summary>
internal sealed class Site : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _state;
    private readonly Installation _installation;
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private readonly LiveWork _played;

    private Site(DirectoryInfo state, Installation installation, WebApplication app, LiveWork played)
    {
        (_state, _installation, _app, _played) = (state, installation, app, played);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public Uri Address => _http.BaseAddress!;

    public IRunStore Runs => Part<IRunStore>();

    /// <param name="real">Whether runs are the engine's, on a real cluster, and not the test's.</param>
    public static async Task<Site> StartAsync(bool real)
    {
        var state = Directory.CreateTempSubdirectory("chaosservice-browser-");
        var options = new ServiceOptions { Address = "127.0.0.1:0", State = state.FullName };
        Directory.CreateDirectory(options.RunsDirectory);
        var installation = Composer.Open(state.FullName);
        var played = new LiveWork(installation.Journal, options.RunsDirectory, TimeProvider.System);
        var app = ServiceHost.Build(options, installation, real ? new EngineWork(installation, options.RunsDirectory) : played);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Site(state, installation, app, played);
    }

    public T Part<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>From now on everybody needs a token, at once: the store is the service's own. Returns a new one.</summary>
    public string NewToken(Role role) => Part<TokenStore>().Create(role.ToString().ToLowerInvariant(), role, lifetime: null)!.Text.Reveal();

    public async Task ApplyAsync(params string[] experiments)
    {
        foreach (var yaml in experiments)
        {
            using var response = await _http.PostAsync(
                "/api/v1/experiments", new StringContent(yaml, Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    public async Task ApplySuiteAsync(string name, string yaml)
    {
        using var response = await _http.PutAsync(
            $"/api/v1/suites/{name}", new StringContent(yaml, Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Triggers a run as a pipeline would, not on the page.</summary>
    public async Task<LiveRun> TriggerAsync(string experiment)
    {
        using var response = await _http.PostAsJsonAsync("/api/v1/runs", new { experiment }, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var run = await response.Content.ReadFromJsonAsync<RunReply>(WireJson.Options, TestContext.Current.CancellationToken);
        return await StartedAsync(run!.Id);
    }

    /// <summary>A run that was triggered on the page, as soon as it has its place.</summary>
    public Task<LiveRun> StartedAsync(string id) => _played.StartedAsync(id);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        var queue = Part<RunQueue>();
        await queue.CloseAsync("the test is over");
        queue.AbortAll("the test is over");
        await queue.IdleAsync().WaitAsync(EndLimit, TimeProvider.System);
        await _app.DisposeAsync();
        _installation.Dispose();
        _state.Delete(recursive: true);
    }
}
