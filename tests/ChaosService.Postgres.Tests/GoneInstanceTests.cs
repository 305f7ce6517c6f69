using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Service.Options;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Postgres.Tests;

/// <summary>An instance is gone for good, and left a run.</summary>
public sealed class GoneInstanceTests(PostgresServer server)
{
    [Fact]
    public async Task Who_has_no_receivers_leaves_it_to_another_one_to_tell()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var gone = database.Living("gone");
        new RunStore(gone).Add(StoredRuns.One("left", RunState.Running));
        new Instances(gone).Leave();

        var store = new StoreOptions { Postgres = database.ConnectionString, Instance = "two" };
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { Store = store });

        Assert.Equal(RunState.Interrupted, service.Part<IRunStore>().Find("left")!.State);
        Assert.Equal(["left"], service.Part<SharedRuns>().Untold());
        Assert.True(service.Part<SharedRuns>().TakeTelling("left"));
        Assert.False(service.Part<SharedRuns>().TakeTelling("left"));
    }
}
