using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Service;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

public sealed class RestartTests
{
    [Fact]
    public async Task Runs_of_a_life_that_was_cut_off_are_interrupted()
    {
        using var state = new TempDirectory();
        await using (var service = await ServiceUnderTest.StartAsync(state: state)) await service.ApplyAsync();
        var store = new RunStore(new StateDatabase(state.Path));
        store.Add(StoredRuns.One("20260101-000000-calm-aaaaaa", RunState.Running));
        store.Add(StoredRuns.One("20260101-000001-calm-bbbbbb", RunState.Queued));

        await using var next = await ServiceUnderTest.StartAsync(state: state);

        Assert.Equal(["interrupted", "interrupted"], (await next.GetAsync<RunListReply>("/api/v1/runs")).Runs.Select(r => r.State));
        Assert.Contains("its history is kept", (await next.GetAsync("20260101-000000-calm-aaaaaa")).Reason);
        Assert.Single(await next.GetAsync<List<ExperimentReply>>("/api/v1/experiments"));
    }

    [Fact]
    public void Store_that_a_living_process_has_is_refused_naming_it()
    {
        using var state = new TempDirectory();
        var database = new StateDatabase(state.Path);
        Own(database, pid: 1);

        var refusal = Assert.Throws<IOException>(() => new ServiceFacts(database, TimeProvider.System).TakeStore());

        Assert.Contains("process 1, since 2026-01-02 03:04:05 UTC", refusal.Message);
    }

    [Fact]
    public void Store_of_a_process_that_is_gone_is_taken()
    {
        using var state = new TempDirectory();
        var database = new StateDatabase(state.Path);
        Own(database, pid: 1, startTicks: -1);

        new ServiceFacts(database, TimeProvider.System).TakeStore();
        new ServiceFacts(database, TimeProvider.System).TakeStore();
    }

    private static void Own(StateDatabase database, int pid, long? startTicks = null)
    {
        var ticks = startTicks ?? long.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ')[19]);
        using var connection = database.Connect();
        StateDatabase.Execute(
            connection, "INSERT OR REPLACE INTO service_fact VALUES ('owner', $value)",
            ("$value", $$"""{"Process":{"Pid":{{pid}},"StartTicks":{{ticks}}},"Since":"2026-01-02T03:04:05+00:00"}"""));
    }
}
