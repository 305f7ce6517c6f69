using System.Net;
using ChaosService.Contracts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

public sealed class HaltTests
{
    [Fact]
    public async Task Halt_ends_what_runs_and_what_waits_and_refuses_what_comes()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (running, waiting) = (await service.RunAsync(), await service.RunAsync());

        using var halt =
            await service.SendAsync("POST", "/api/v1/halt", System.Net.Http.Json.JsonContent.Create(new { reason = "too loud" }));
        using var refused = await service.TriggerAsync(new { experiment = "calm" });
        using var ready = await service.SendAsync("GET", "/readyz");

        Assert.Equal([running], (await ServiceUnderTest.ReadAsync<HaltReply>(halt)).AbortedRuns);
        Assert.Equal("aborted", (await service.GetAsync(running)).State);
        Assert.Equal("aborted", (await service.GetAsync(waiting)).State);
        Assert.Contains("too loud", (await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.Conflict)).Detail);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Halt_survives_a_restart_until_somebody_resumes()
    {
        using var state = new TempDirectory();
        await using (var service = await ServiceUnderTest.StartAsync(state: state))
        {
            await service.ApplyAsync();
            (await service.SendAsync("POST", "/api/v1/halt")).Dispose();
        }
        await using var next = await ServiceUnderTest.StartAsync(state: state);

        using var refused = await next.TriggerAsync(new { experiment = "calm" });
        using var resume = await next.SendAsync("POST", "/api/v1/resume");
        using var accepted = await next.TriggerAsync(new { experiment = "calm" });

        await ServiceUnderTest.ProblemAsync(refused, HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.NoContent, resume.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }
}
