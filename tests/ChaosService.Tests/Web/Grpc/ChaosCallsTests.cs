using ChaosService.Contracts.V1;
using ChaosService.Service.Scheduling;
using ChaosService.Tests.Host.Serving;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using static ChaosService.Tests.Web.Grpc.GrpcClient;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>Each method over a real connection, and that it does what its twin over REST shows.</summary>
public sealed class ChaosCallsTests
{
    [Fact]
    public async Task Triggered_run_is_the_one_that_REST_shows()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var run = await grpc.Runs.TriggerRunAsync(
            new TriggerRunRequest { Experiment = "calm", Seed = 42, Overrides = { "spec.duration=20s" } }, Call);
        service.Work.Release();
        var shown = await service.GetAsync(run.Id);
        var over = await grpc.Runs.GetRunAsync(new GetRunRequest { Id = run.Id }, Call);

        Assert.Equal(("calm", 42L, "grpc", Verdict.Unspecified), (run.Experiment, run.Seed, run.Cause, run.Verdict));
        Assert.Equal((shown.Id, "grpc", "finished", "valid"), (run.Id, shown.Cause, shown.State, shown.Verdict));
        Assert.Equal((RunState.Finished, Verdict.Valid, 0, "test"), (over.State, over.Verdict, over.ExitCode, over.Labels["suite"]));
        Assert.Equal(
            (shown.AcceptedAt, shown.StartedAt!.Value, shown.EndedAt!.Value),
            (over.AcceptedAt.ToDateTimeOffset(), over.StartedAt.ToDateTimeOffset(), over.EndedAt.ToDateTimeOffset()));
    }

    [Fact]
    public async Task Same_key_gets_the_same_run()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        var request = new TriggerRunRequest { Experiment = "calm", IdempotencyKey = "once" };

        var first = await grpc.Runs.TriggerRunAsync(request, Call);

        Assert.Equal(first.Id, (await grpc.Runs.TriggerRunAsync(request, Call)).Id);
    }

    [Fact]
    public async Task Runs_are_listed_page_by_page_and_by_filter()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        await service.ApplyAsync("other", "redis-sentinel");
        using var grpc = new GrpcClient(service.Address);
        foreach (var name in new[] { "calm", "other", "calm" }) await service.RunAsync(name);

        var first = await ListAsync(grpc, new() { Limit = 2 });
        var last = await ListAsync(grpc, new() { Limit = 2, Cursor = first.Next });

        Assert.Equal((2, 1, ""), (first.Runs.Count, last.Runs.Count, last.Next));
        Assert.Single((await ListAsync(grpc, new() { Experiment = "other" })).Runs);
        Assert.Single((await ListAsync(grpc, new() { State = RunState.Queued })).Runs);
        Assert.Equal(3, (await ListAsync(
            grpc, new() { Labels = { ["suite"] = "test" }, Since = Timestamp.FromDateTime(DateTime.UnixEpoch) })).Runs.Count);
        Assert.Empty((await ListAsync(grpc, new() { Labels = { ["suite"] = "none" } })).Runs);
        Assert.Empty((await ListAsync(grpc, new() { Verdict = Verdict.Invalid })).Runs);
    }

    [Fact]
    public async Task Abort_ends_a_run()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await service.RunAsync();

        Assert.Equal(id, (await grpc.Runs.AbortRunAsync(new AbortRunRequest { Id = id }, Call)).Id);
        Assert.Equal("aborted", (await service.GetAsync(id)).State);
        var again = await grpc.Runs.AbortRunAsync(new AbortRunRequest { Id = id }, Call).RefusedAsync();
        Assert.Equal(StatusCode.FailedPrecondition, again.StatusCode);
    }

    [Fact]
    public async Task Experiments_and_schedules_are_those_of_REST()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.PutAsync(
            "nightly", ServiceUnderTest.Yaml("nightly") + "\n  schedule: { cron: \"0 0 2 * * ?\", concurrency: forbid }\n");
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var experiments = (await grpc.Runs.ListExperimentsAsync(new ListExperimentsRequest(), Call)).Experiments;
        var schedule = Assert.Single((await grpc.Runs.ListSchedulesAsync(new ListSchedulesRequest(), Call)).Schedules);

        Assert.Equal(
            [("calm", "etcd", false, true), ("nightly", "etcd", true, true)],
            experiments.Select(e => (e.Name, e.Target, e.HasSchedule, e.Valid)));
        Assert.Equal(("nightly", Schedules.NextCount, null), (schedule.Experiment, schedule.Next.Count, schedule.Last));
    }

    [Fact]
    public async Task Halt_aborts_and_refuses_until_resume()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await service.RunAsync();

        var halted = await grpc.Runs.HaltAsync(new HaltRequest { Reason = "smoke" }, Call);
        var refused = await grpc.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "calm" }, Call).RefusedAsync();
        await grpc.Runs.ResumeAsync(new ResumeRequest(), Call);

        Assert.Equal(([id], 0), (halted.AbortedRuns, halted.StillActive.Count));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("smoke", refused.Status.Detail);
        Assert.Equal("HALTED", refused.Detail<ErrorInfo>().Reason);
        Assert.NotEmpty((await grpc.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "calm" }, Call)).Id);
    }

    private static async Task<ListRunsResponse> ListAsync(GrpcClient grpc, ListRunsRequest request) =>
        await grpc.Runs.ListRunsAsync(request, Call);
}
