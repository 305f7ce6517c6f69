using System.Net;
using ChaosService.Contracts;
using ChaosService.Service.Options;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Hostile;

public sealed class FloodTests
{
    private const int Triggers = 1000;
    private const int Limit = 100;

    [Fact]
    public async Task Thousand_parallel_triggers_fill_the_queue_and_every_accepted_one_is_stored_and_run()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { QueueLimit = Limit });
        await service.ApplyAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, Triggers).Select(_ => service.TriggerAsync(new { experiment = "calm" })));

        List<string> accepted = [];
        foreach (var response in responses)
        {
            if (response.StatusCode == HttpStatusCode.Accepted) accepted.Add((await ServiceUnderTest.ReadAsync<RunReply>(response)).Id);
            else
            {
                Assert.NotNull((await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.TooManyRequests)).Fix);
                Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            }
        }
        Assert.InRange(accepted.Count, 1, Limit + 1);
        Assert.Equal(accepted.Order(), (await service.GetAsync<RunListReply>("/api/v1/runs?limit=500")).Runs.Select(r => r.Id).Order());
        service.Work.Release();
        foreach (var id in accepted) Assert.Equal("finished", (await service.GetAsync(id)).State);
        Assert.Equal(1, service.Work.MostOnOneTarget);
    }

    [Fact]
    public async Task Parallel_triggers_with_one_key_are_one_run()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => service.TriggerAsync(new { experiment = "calm", concurrency = "forbid" }, "key-1")));

        var ids = await Task.WhenAll(responses.Select(async r => (await ServiceUnderTest.ReadAsync<RunReply>(r)).Id));
        Assert.Single(ids.Distinct());
        Assert.Single((await service.GetAsync<RunListReply>("/api/v1/runs")).Runs);
    }

    [Fact]
    public async Task Halt_with_a_long_queue_ends_every_run_that_waits()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { QueueLimit = 300 });
        await service.ApplyAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => service.RunAsync()));

        using var halt = await service.SendAsync("POST", "/api/v1/halt");

        var waiting = (await service.GetAsync<RunListReply>("/api/v1/runs?limit=500&state=queued")).Runs;
        Assert.Empty(waiting);
        foreach (var id in ids) Assert.Equal("aborted", (await service.GetAsync(id)).State);
    }
}
