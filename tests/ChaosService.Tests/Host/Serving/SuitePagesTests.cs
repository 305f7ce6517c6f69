using System.Net;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

/// <summary>What a browser gets of suites.</summary>
public sealed class SuitePagesTests
{
    [Fact]
    public async Task Page_without_suites_says_what_to_do_next()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        Assert.Contains("data-test=\"empty-state\"", await service.TextAsync("/suites"));
    }

    [Fact]
    public async Task Suites_and_their_runs_are_shown_with_a_button_only_where_it_would_be_taken()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync();
        await service.ApplySuiteAsync("experiments: [calm]");
        await service.ApplySuiteAsync("selector: { suite: nothing }", "broken");
        var run = await service.GetSuiteRunAsync(await service.RunSuiteAsync());

        var page = await service.TextAsync("/suites");

        Assert.Equal(2, Count(page, "data-test=\"suite-row\""));
        Assert.Equal(1, Count(page, "data-test=\"suite-trigger\""));
        Assert.Equal(1, Count(page, "data-test=\"suite-run-row\""));
        Assert.Contains("no experiment has suite=nothing", page);
        Assert.Contains($"href=\"/suites/runs/{run.Id}\"", page);
    }

    [Fact]
    public async Task Run_of_a_suite_shows_its_members_while_it_goes_on_and_after()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync("a");
        await service.ApplyAsync("b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        var id = await service.RunSuiteAsync();
        await Wait.UntilAsync(() => service.Work.Started.Count == 1);

        var during = await service.TextAsync($"/suites/runs/{id}");
        service.Work.Release();
        await service.GetSuiteRunAsync(id);
        var after = await service.TextAsync($"/suites/runs/{id}");

        Assert.Equal(2, Count(during, "data-test=\"suite-member-row\""));
        Assert.Contains("data-test=\"abort\"", during);
        Assert.Contains("data-state=\"waiting\"", during);
        Assert.DoesNotContain("data-test=\"abort\"", after);
        Assert.Contains("all 2 members are valid", after);
        Assert.Contains($"/api/v1/suites/runs/{id}/report", after);
    }

    [Fact]
    public async Task Run_that_there_is_not_is_explained_to_people()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.SendAsync("GET", "/suites/runs/none");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Schedule_of_a_suite_leads_to_the_suite()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplySuiteAsync("experiments: [a], schedule: { every: 12h }");

        var page = await service.TextAsync("/schedules");

        Assert.Contains("href=\"/suites/both\"", page);
        Assert.Contains("/api/v1/schedules/suite%2Fboth/pause", page);
        Assert.Contains("data-follow=\"/suites/runs/\"", page);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
