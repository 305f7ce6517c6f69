using ChaosService.Model.Runs;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Service.Sharing;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Postgres.Tests;

/// <summary>On a server of its own, which is frozen while a run goes on.</summary>
public sealed class LostStoreTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        var store = new StoreOptions { Postgres = await _server.NewDatabaseAsync(), Instance = "one", Lease = TimeSpan.FromSeconds(6) };
        _service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { Store = store });
        await _service.ApplyAsync();
    }

    [Fact]
    public async Task Run_goes_on_while_the_lease_lasts_then_ends_early_and_its_end_is_stored_when_the_store_is_back()
    {
        var id = await _service.RunAsync();
        await UntilAsync(() => _service.Work.Started.Contains(id), "the run begins");
        var run = _service.Part<RunQueue>().Find(id)!;

        await _server.SignalAllAsync("STOP");
        try
        {
            await UntilAsync(() => _service.Part<Membership>().Trouble is not null, "the trouble is noticed");
            // Half of the lease is left: others cannot have the target yet.
            Assert.False(run.Stop.IsCancellationRequested);
            await UntilAsync(() => run.Record.Over, "the run ends early, without the store");
            Assert.Contains("store.lease", run.StopReason);
        }
        finally
        {
            await _server.SignalAllAsync("CONT");
        }

        await UntilAsync(
            () => _service.Part<IRunStore>().Find(id) is { State: RunState.Aborted, Verdict: not null },
            "its end and its verdict are stored");
        await UntilAsync(() => _service.Part<Membership>().Trouble is null, "the life is renewed");
        var next = await _service.RunAsync();
        await UntilAsync(() => _service.Work.Started.Contains(next), "the next run gets the target");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what);
}
