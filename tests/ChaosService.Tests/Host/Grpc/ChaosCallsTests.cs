using ChaosService.Contracts.V1;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Scheduling;
using ChaosService.Tests.Host.Service;
using Google.Protobuf.WellKnownTypes;

namespace ChaosService.Tests.Host.Grpc;

/// <summary>Each method over a real connection, and that it does what its twin over REST shows.</summary>
public sealed class ChaosCallsTests
{
    [Fact]
    public async Task Triggered_run_is_the_one_that_REST_shows()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var run = (await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm", Seed = 42, Overrides = { "spec.duration=20s" } })).Single;
        service.Work.Release();
        var shown = await service.GetAsync(run.Id);
        var over = (await grpc.CallAsync<Run>("GetRun", new GetRunRequest { Id = run.Id })).Single;

        Assert.Equal(("calm", 42L, "grpc", Verdict.Unspecified), (run.Experiment, run.Seed, run.Cause, run.Verdict));
        Assert.Equal((shown.Id, "grpc", "finished", "valid"), (run.Id, shown.Cause, shown.State, shown.Verdict));
        Assert.Equal((RunState.Finished, Verdict.Valid, 0, "test"), (over.State, over.Verdict, over.ExitCode, over.Labels["suite"]));
        Assert.Equal((shown.AcceptedAt, shown.StartedAt!.Value, shown.EndedAt!.Value), (over.AcceptedAt.ToDateTimeOffset(), over.StartedAt.ToDateTimeOffset(), over.EndedAt.ToDateTimeOffset()));
    }

    [Fact]
    public async Task Same_key_gets_the_same_run()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        var request = new TriggerRunRequest { Experiment = "calm", IdempotencyKey = "once" };

        var first = (await grpc.CallAsync<Run>("TriggerRun", request)).Single;

        Assert.Equal(first.Id, (await grpc.CallAsync<Run>("TriggerRun", request)).Single.Id);
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
        Assert.Equal(3, (await ListAsync(grpc, new() { Labels = { ["suite"] = "test" }, Since = Timestamp.FromDateTime(DateTime.UnixEpoch) })).Runs.Count);
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

        Assert.Equal(id, (await grpc.CallAsync<Run>("AbortRun", new AbortRunRequest { Id = id })).Single.Id);
        Assert.Equal("aborted", (await service.GetAsync(id)).State);
        var again = await grpc.CallAsync<Run>("AbortRun", new AbortRunRequest { Id = id });
        Assert.Equal(StatusCode.FailedPrecondition, again.Code);
    }

    [Fact]
    public async Task Experiments_and_schedules_are_those_of_REST()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.PutAsync("nightly", ServiceUnderTest.Yaml("nightly") + "\n  schedule: { cron: \"0 0 2 * * ?\", concurrency: forbid }\n");
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var experiments = (await grpc.CallAsync<ListExperimentsResponse>("ListExperiments", new ListExperimentsRequest())).Single.Experiments;
        var schedule = Assert.Single((await grpc.CallAsync<ListSchedulesResponse>("ListSchedules", new ListSchedulesRequest())).Single.Schedules);

        Assert.Equal([("calm", "etcd", false, true), ("nightly", "etcd", true, true)], experiments.Select(e => (e.Name, e.Target, e.HasSchedule, e.Valid)));
        Assert.Equal(("nightly", Schedules.NextCount, null), (schedule.Experiment, schedule.Next.Count, schedule.Last));
    }

    [Fact]
    public async Task Halt_aborts_and_refuses_until_resume()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await service.RunAsync();

        var halted = (await grpc.CallAsync<HaltResponse>("Halt", new HaltRequest { Reason = "smoke" })).Single;
        var refused = await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm" });
        await grpc.CallAsync<ResumeResponse>("Resume", new ResumeRequest());

        Assert.Equal(([id], 0), (halted.AbortedRuns, halted.StillActive.Count));
        Assert.Equal(StatusCode.FailedPrecondition, refused.Code);
        Assert.Contains("smoke", refused.Message);
        Assert.Equal("HALTED", refused.Detail<ChaosService.Contracts.Rpc.ErrorInfo>().Reason);
        Assert.NotEmpty((await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm" })).Single.Id);
    }

    private static async Task<ListRunsResponse> ListAsync(GrpcClient grpc, ListRunsRequest request) => (await grpc.CallAsync<ListRunsResponse>("ListRuns", request)).Single;
}
