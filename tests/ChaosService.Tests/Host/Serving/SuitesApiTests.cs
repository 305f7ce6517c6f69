using System.Net;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

/// <summary>Suites as the service keeps them, and their schedules.</summary>
public sealed class SuitesApiTests
{
    [Fact]
    public async Task Put_keeps_the_text_and_the_list_shows_what_would_run_now()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync("b");
        await service.ApplySuiteAsync("selector: { suite: test }, stopOn: invalid");

        var before = Assert.Single(await service.GetAsync<List<SuiteReply>>("/api/v1/suites"));
        await service.ApplyAsync("a");
        var after = Assert.Single(await service.GetAsync<List<SuiteReply>>("/api/v1/suites"));

        Assert.Equal(["b"], before.Experiments);
        Assert.Equal(["a", "b"], after.Experiments);
        Assert.Equal(("both", "invalid", null), (after.Name, after.StopOn, after.Problem));
        Assert.Contains("stopOn: invalid", await service.TextAsync("/api/v1/suites/both"));
    }

    [Fact]
    public async Task Suite_that_could_not_be_triggered_says_why_in_the_list()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        await service.ApplySuiteAsync("selector: { suite: tset }");

        Assert.Contains(
            "the labels there are: suite=test", Assert.Single(await service.GetAsync<List<SuiteReply>>("/api/v1/suites")).Problem);
    }

    [Fact]
    public async Task Post_says_what_it_did_and_delete_forgets()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var yaml = ServiceUnderTest.SuiteYaml("experiments: [a]", "mine");

        using var created = await service.SendAsync("POST", "/api/v1/suites", Yaml(yaml));
        using var again = await service.SendAsync("POST", "/api/v1/suites", Yaml(yaml));
        using var deleted = await service.SendAsync("DELETE", "/api/v1/suites/mine");
        using var gone = await service.SendAsync("DELETE", "/api/v1/suites/mine");

        Assert.Equal("/api/v1/suites/mine", created.Headers.Location?.ToString());
        Assert.Equal("unchanged", (await ServiceUnderTest.ReadAsync<ApplyReply>(again)).Outcome);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await ServiceUnderTest.ProblemAsync(gone, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wrong_text_and_the_other_kind_are_refused_with_place_and_fix()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var wrong =
            await service.SendAsync("PUT", "/api/v1/suites/both", Yaml(ServiceUnderTest.SuiteYaml("experiments: [], stopOn: maybe")));
        using var experiment = await service.SendAsync("POST", "/api/v1/suites", Yaml(ServiceUnderTest.Yaml()));
        using var suite = await service.SendAsync("POST", "/api/v1/experiments", Yaml(ServiceUnderTest.SuiteYaml("experiments: [a]")));
        using var validated =
            await service.SendAsync("POST", "/api/v1/suites/validate", Yaml(ServiceUnderTest.SuiteYaml("experiments: []")));

        Assert.Equal(
            ["[]", "maybe"],
            (await ServiceUnderTest.ProblemAsync(wrong, HttpStatusCode.UnprocessableEntity)).Problems!.Select(p => p.Value));
        Assert.Contains(
            "this is an experiment",
            Assert.Single((await ServiceUnderTest.ProblemAsync(experiment, HttpStatusCode.UnprocessableEntity)).Problems!).Message);
        Assert.Contains(
            "this is a suite",
            Assert.Single((await ServiceUnderTest.ProblemAsync(suite, HttpStatusCode.UnprocessableEntity)).Problems!).Message);
        Assert.False((await ServiceUnderTest.ReadAsync<ValidationReply>(validated)).Valid);
        Assert.Empty(await service.GetAsync<List<SuiteReply>>("/api/v1/suites"));
    }

    [Fact]
    public async Task Schedule_of_a_suite_fires_it_and_goes_with_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync();
        await service.ApplySuiteAsync("""experiments: [calm], schedule: { cron: "0 0 2 * * ?", paused: true }""");

        var listed = Assert.Single(await service.GetAsync<List<ScheduleReply>>("/api/v1/schedules"));
        using var resumed = await service.SendAsync("POST", "/api/v1/schedules/suite%2Fboth/resume");
        using var fired = await service.SendAsync("POST", "/api/v1/schedules/suite%2Fboth/fire");
        var run = await service.GetAsync<SuiteRunReply>($"{fired.Headers.Location}?wait=90s");
        using var deleted = await service.SendAsync("DELETE", "/api/v1/suites/both");

        Assert.Equal(("suite/both", true), (listed.Experiment, listed.Paused));
        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
        Assert.Equal(("valid", "schedule suite/both"), (run.Verdict, run.Cause));
        Assert.Empty(await service.GetAsync<List<ScheduleReply>>("/api/v1/schedules"));
    }

    [Fact]
    public async Task Suites_survive_a_restart()
    {
        using var state = new TempDirectory();
        await using (var service = await ServiceUnderTest.StartAsync(state: state)) await service.ApplySuiteAsync("experiments: [a]");
        await using var next = await ServiceUnderTest.StartAsync(state: state);

        Assert.Equal("both", Assert.Single(await next.GetAsync<List<SuiteReply>>("/api/v1/suites")).Name);
    }

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");
}
