using System.Net.Http.Headers;
using ChaosService.Cli.Guard;
using ChaosService.Engine.Tokens;
using ChaosService.Host.Composition;
using ChaosService.Host.Serving;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Postgres.Tests;

/// <summary>On a server of its own, which neither answers nor refuses: what must go on all the same.</summary>
public sealed class SilentStoreTests : IAsyncLifetime
{
    /// <summary>Far longer than anything here may take.</summary>
    private const string Patient = ";Command Timeout=300;Timeout=300;Keepalive=300;Cancellation Timeout=-1";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly PostgresServer _server = new();
    private readonly TempDirectory _state = new();

    static SilentStoreTests() => Environment.SetEnvironmentVariable(Watchdog.OffVariable, "1");

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    [Fact]
    public async Task Stop_of_the_service_does_not_wait_for_it()
    {
        var options = new ServiceOptions { Address = "127.0.0.1:0", State = _state.Path, Store = await StoreAsync("one") };
        using var installation = Composer.Open(_state.Path, store: options.Store);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var daemon =
            new Daemon(options, installation, new FakeWork(), (_, _) => Task.CompletedTask).RunAsync(_ => ready.SetResult(), stop.Token);
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);

        await _server.SignalAllAsync("STOP");
        try
        {
            await stop.CancelAsync();
            await daemon.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        finally
        {
            await _server.SignalAllAsync("CONT");
        }
    }

    [Fact]
    public async Task Run_that_waits_for_its_target_can_be_ended()
    {
        var store = await StoreAsync("one");
        await using var one = await ServiceUnderTest.StartAsync(options: new ServiceOptions { Store = store });
        await using var two = await ServiceUnderTest.StartAsync(options: new ServiceOptions { Store = store with { Instance = "two" } });
        await one.ApplyAsync();
        var first = await one.RunAsync();
        await UntilAsync(() => one.Work.Started.Contains(first), "the first run has the target");
        var second = await two.RunAsync();
        var run = two.Part<RunQueue>().Find(second)!;

        await _server.SignalAllAsync("STOP");
        try
        {
            // Asked for the target again and again, it is in the middle of that.
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.True(two.Part<RunQueue>().Abort(second, "enough"));
            await UntilAsync(() => run.Record.Over, "it is over, without the store");
        }
        finally
        {
            await _server.SignalAllAsync("CONT");
        }
        await UntilAsync(() => run.Ended.IsCompleted, "its end is stored");
    }

    [Fact]
    public async Task Who_has_a_token_halts_all_the_same()
    {
        var store = new StoreOptions { Postgres = await _server.NewDatabaseAsync(), Instance = "one", Lease = Lease };
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { Store = store });
        var token = service.Part<TokenStore>().Create("ada", Role.Operator, null)!.Text.Reveal();
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await service.SendAsync("GET", "/api/v1/halt")).Dispose();

        await _server.SignalAllAsync("STOP");
        try
        {
            _ = service.SendAsync("POST", "/api/v1/halt");
            // Its answer waits for the store; the halt itself does not.
            await UntilAsync(() => service.Part<RunQueue>().Closed is not null, "no run is taken any more");
        }
        finally
        {
            await _server.SignalAllAsync("CONT");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _state.Dispose();
    }

    private async Task<StoreOptions> StoreAsync(string instance) =>
        new() { Postgres = await _server.NewDatabaseAsync() + Patient, Instance = instance, Lease = Lease };

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !condition();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(15), $"not within 15 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
