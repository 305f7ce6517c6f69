using System.Net.Http.Json;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Runs;
using ChaosService.Host.Composition;
using ChaosService.Host.Serving;
using ChaosService.Model.Runs;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

/// <summary>A stop with one run going on and one that waits for its target.</summary>
public sealed class DaemonTests : IDisposable
{
    private readonly TempDirectory _state = new();
    private readonly FakeWork _work = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Stop_that_finishes_waits_for_the_run_and_withdraws_what_waits()
    {
        using var stop = new CancellationTokenSource();
        var (daemon, http, running, waiting) = await StartAsync(OnStop.Finish, stop);

        await stop.CancelAsync();
        await UntilStoppingAsync(http);
        Assert.False(daemon.IsCompleted);
        Assert.Equal(RunState.Running, Stored(running).State);
        _work.Release();
        await daemon.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);

        Assert.Equal(RunState.Finished, Stored(running).State);
        Assert.Equal((RunState.Aborted, "the service is stopping"), (Stored(waiting).State, Stored(waiting).Reason));
    }

    [Fact]
    public async Task Stop_that_aborts_ends_both()
    {
        using var stop = new CancellationTokenSource();
        var (daemon, _, running, waiting) = await StartAsync(OnStop.Abort, stop);

        await stop.CancelAsync();
        await daemon.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);

        Assert.Equal((RunState.Aborted, RunState.Aborted), (Stored(running).State, Stored(waiting).State));
    }

    private async Task<(Task Daemon, HttpClient Http, string Running, string Waiting)> StartAsync(
        OnStop onStop, CancellationTokenSource stop)
    {
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new ServiceOptions { Address = "127.0.0.1:0", State = _state.Path, OnStop = onStop };
        var daemon = Task.Run(async () =>
        {
            using var installation = Composer.Open(_state.Path);
            await new Daemon(options, installation, _work, NobodyAsync).RunAsync(service => ready.SetResult(service.Address), stop.Token);
        });
        var http = new HttpClient { BaseAddress = new Uri(await ready.Task.WaitAsync(Wait.Limit)) };
        using var applied =
            await http.PutAsync("/api/v1/experiments/calm", new StringContent(ServiceUnderTest.Yaml(), Encoding.UTF8, "application/yaml"));
        applied.EnsureSuccessStatusCode();
        return (daemon, http, await TriggerAsync(http), await TriggerAsync(http));
    }

    private static async Task<string> TriggerAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/runs", new { experiment = "calm" });
        return (await ServiceUnderTest.ReadAsync<RunReply>(answer)).Id;
    }

    private static async Task UntilStoppingAsync(HttpClient http)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        while (!(await (await http.GetAsync("/readyz", limit.Token)).Content.ReadAsStringAsync(limit.Token)).Contains(
            "the service is stopping"))
            limit.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The process of these tests needs no other one to look after it.</summary>
    private static Task NobodyAsync(string state, CancellationToken stop) => Task.CompletedTask;

    private StoredRun Stored(string id) => new RunStore(new StateDatabase(_state.Path)).Find(id)!;
}
