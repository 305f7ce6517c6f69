using System.Net;
using ChaosService.Contracts;
using ChaosService.Model.Clusters;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

public sealed class RunsApiTests
{
    [Fact]
    public async Task Triggered_run_is_accepted_with_its_address_and_ends_with_a_verdict()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        using var response = await service.TriggerAsync(new { experiment = "calm", seed = 9 });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var accepted = await ServiceUnderTest.ReadAsync<RunReply>(response);
        Assert.Equal($"/api/v1/runs/{accepted.Id}", response.Headers.Location?.ToString());
        Assert.Equal(9, accepted.Seed);
        service.Work.Release();
        var run = await service.GetAsync(accepted.Id);
        Assert.Equal(("finished", "valid", 0), (run.State, run.Verdict, run.ExitCode));
        Assert.Contains("\"verdict\": \"valid\"", await service.TextAsync($"/api/v1/runs/{run.Id}/verdict"));
    }

    [Fact]
    public async Task Second_trigger_with_the_same_key_gets_the_first_ones_run()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        await service.ApplyAsync("other");

        using var first = await service.TriggerAsync(new { experiment = "calm" }, "key-1");
        using var second = await service.TriggerAsync(new { experiment = "calm" }, "key-1");
        using var different = await service.TriggerAsync(new { experiment = "other" }, "key-1");

        Assert.Equal((await ServiceUnderTest.ReadAsync<RunReply>(first)).Id, (await ServiceUnderTest.ReadAsync<RunReply>(second)).Id);
        await ServiceUnderTest.ProblemAsync(different, HttpStatusCode.UnprocessableEntity);
        Assert.Single((await service.GetAsync<RunListReply>("/api/v1/runs")).Runs);
    }

    [Fact]
    public async Task Parallel_triggers_fill_the_queue_and_the_rest_is_told_to_come_back()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { QueueLimit = 5 });
        await service.ApplyAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => service.TriggerAsync(new { experiment = "calm" })));

        Assert.Equal(6, responses.Count(r => r.StatusCode == HttpStatusCode.Accepted));
        foreach (var refused in responses.Where(r => r.StatusCode != HttpStatusCode.Accepted))
        {
            await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.TooManyRequests);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        service.Work.Release();
        foreach (var run in (await service.GetAsync<RunListReply>("/api/v1/runs")).Runs)
            Assert.Equal("finished", (await service.GetAsync(run.Id)).State);
        Assert.Equal(1, service.Work.MostOnOneTarget);
    }

    [Fact]
    public async Task Two_targets_run_side_by_side()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        await service.ApplyAsync("other", "redis-sentinel");

        await service.RunAsync("calm");
        await service.RunAsync("calm");
        var other = await service.RunAsync("other");

        await Wait.UntilAsync(() => service.Work.Started.Contains(other));
        Assert.Equal(2, service.Work.Started.Count);
    }

    [Fact]
    public async Task Forbid_refuses_a_taken_target_naming_the_run_that_has_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var first = await service.RunAsync();

        using var response = await service.TriggerAsync(new { experiment = "calm", concurrency = "forbid" });

        Assert.Contains(first, (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.Conflict)).Detail);
    }

    [Fact]
    public async Task Replace_ends_what_runs_and_what_waits()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var running = await service.RunAsync();
        var waiting = await service.RunAsync();

        var last = await service.RunAsync(concurrency: "replace");

        Assert.Equal(
            ("aborted", $"replaced by run {last}"), ((await service.GetAsync(running)).State, (await service.GetAsync(waiting)).Reason));
        await Wait.UntilAsync(() => service.Work.Started.Contains(last));
        Assert.DoesNotContain(waiting, service.Work.Started);
    }

    [Fact]
    public async Task Abort_ends_a_running_run_and_refuses_one_that_is_over()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();

        using var abort = await service.SendAsync("POST", $"/api/v1/runs/{id}/abort");
        var run = await service.GetAsync(id);
        using var again = await service.SendAsync("POST", $"/api/v1/runs/{id}/abort");

        Assert.Equal(HttpStatusCode.Accepted, abort.StatusCode);
        Assert.Equal(("aborted", "aborted over the API", 3), (run.State, run.Reason, run.ExitCode));
        await ServiceUnderTest.ProblemAsync(again, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Run_that_cannot_begin_is_rejected_with_the_reason()
    {
        await using var service =
            await ServiceUnderTest.StartAsync(new FakeWork { Failure = new ClusterUnavailableException("the engine is gone") });
        await service.ApplyAsync();

        var run = await service.GetAsync(await service.RunAsync());

        Assert.Equal(("rejected", "the engine is gone", 69), (run.State, run.Reason, run.ExitCode));
    }

    [Fact]
    public async Task List_filters_and_pages_the_newest_first()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync();
        await service.ApplyAsync("other");
        List<string> ids = [];
        for (var i = 0; i < 5; i++) ids.Insert(0, (await service.GetAsync(await service.RunAsync("calm"))).Id);
        await service.GetAsync(await service.RunAsync("other"));

        var first = await service.GetAsync<RunListReply>("/api/v1/runs?experiment=calm&limit=3&verdict=valid&label=suite=test");
        var second = await service.GetAsync<RunListReply>($"/api/v1/runs?experiment=calm&limit=3&cursor={first.Next}");
        var none = await service.GetAsync<RunListReply>("/api/v1/runs?label=suite=other");

        Assert.Equal(ids, [.. first.Runs.Select(r => r.Id), .. second.Runs.Select(r => r.Id)]);
        Assert.Null(second.Next);
        Assert.Empty(none.Runs);
    }

    [Fact]
    public async Task Wait_returns_when_the_time_is_up_with_the_run_as_it_stands()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Started.Contains(id));

        Assert.Equal("running", (await service.GetAsync<RunReply>($"/api/v1/runs/{id}?wait=10ms")).State);
    }
}
