using System.Net;
using System.Net.Http.Json;
using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

/// <summary>The state database cannot be written for a while: nothing is lost, everybody is told why, and it mends itself.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private static readonly string[] Tables = ["run", "run_verdict", "service_fact", "experiment", "fault_journal", "target_hold"];

    private readonly TempDirectory _state = new();
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceUnderTest.StartAsync(state: _state);
        await _service.ApplyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task Run_that_ends_waits_for_room_and_then_has_its_verdict()
    {
        var id = await _service.RunAsync();
        await Wait.UntilAsync(() => _service.Work.Started.Contains(id));
        Fill();
        _service.Work.Release();

        await UntilReadyzAsync(HttpStatusCode.ServiceUnavailable, "disk is full");
        Assert.Equal("finished", (await _service.GetAsync<RunReply>($"/api/v1/runs/{id}")).State);

        MakeRoom();
        await UntilReadyzAsync(HttpStatusCode.OK, "ready");
        Assert.Equal(("finished", "valid"), (await _service.GetAsync(id)) is var run ? (run.State, run.Verdict) : default);
        Assert.Contains("all fit one order", await _service.TextAsync($"/api/v1/runs/{id}/verdict"));
    }

    [Fact]
    public async Task Change_is_refused_with_503_and_reading_goes_on()
    {
        Fill();

        using var trigger = await _service.TriggerAsync(new { experiment = "calm" });
        using var apply = await _service.PutAsync("other", ServiceUnderTest.Yaml("other"));

        Assert.Contains("disk is full", (await ServiceUnderTest.ProblemAsync(trigger, HttpStatusCode.ServiceUnavailable)).Detail);
        await ServiceUnderTest.ProblemAsync(apply, HttpStatusCode.ServiceUnavailable);
        foreach (var path in new[] { "/api/v1/runs", "/api/v1/faults", "/api/v1/experiments", "/api/v1/retention", "/healthz" })
        {
            using var reading = await _service.SendAsync("GET", path);
            Assert.Equal(HttpStatusCode.OK, reading.StatusCode);
        }
        MakeRoom();
        using var accepted = await _service.TriggerAsync(new { experiment = "calm" });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task Halt_holds_though_it_cannot_be_written()
    {
        var id = await _service.RunAsync();
        await Wait.UntilAsync(() => _service.Work.Started.Contains(id));
        Fill();

        using var halt = await _service.SendAsync("POST", "/api/v1/halt", JsonContent.Create(new { reason = "too loud" }));

        Assert.Equal([id], (await ServiceUnderTest.ReadAsync<HaltReply>(halt)).AbortedRuns);
        await UntilReadyzAsync(HttpStatusCode.ServiceUnavailable, "too loud");
        MakeRoom();
        Assert.Equal("aborted", (await _service.GetAsync(id)).State);
    }

    private Task UntilReadyzAsync(HttpStatusCode status, string text) => Wait.UntilAsync(async () =>
    {
        using var ready = await _service.SendAsync("GET", "/readyz");
        return ready.StatusCode == status && (await ready.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal);
    });

    private void Fill()
    {
        foreach (var table in Tables)
            foreach (var change in new[] { "INSERT", "UPDATE", "DELETE" })
                Execute($"CREATE TRIGGER full_{table}_{change} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk "
                    + $"is full'); END");
    }

    private void MakeRoom()
    {
        foreach (var table in Tables)
            foreach (var change in new[] { "INSERT", "UPDATE", "DELETE" }) Execute($"DROP TRIGGER full_{table}_{change}");
    }

    private void Execute(string sql)
    {
        using var connection = _service.Part<StateDatabase>().Connect();
        StateDatabase.Execute(connection, sql);
    }
}
