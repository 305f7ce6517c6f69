using System.Net;
using ChaosService.Engine.Tokens;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Pages;

/// <summary>Who looks with a browser gets a page, whatever the address; programs get a problem+json.</summary>
public sealed class ProblemPagesTests
{
    [Theory]
    [InlineData("/nothing-here")]
    [InlineData("/experiments/none")]
    [InlineData("/suites/none")]
    [InlineData("/suites/runs/none")]
    [InlineData("/schedules/none")]
    [InlineData("/schedules/suite/none")]
    [InlineData("/runs/none")]
    [InlineData("/runs/none/report")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/runs/none")]
    [InlineData("/api/v1/runs/none/report")]
    [InlineData("/assets/latest/none.css")]
    public async Task Address_at_which_there_is_nothing_is_a_page_that_leads_on(string path)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var html = await service.PageAsync(path, HttpStatusCode.NotFound);

        Assert.Contains("data-test=\"message\"", html);
        Assert.Contains("href=\"/experiments\"", html);
        if (path.StartsWith("/api/", StringComparison.Ordinal) || path == "/nothing-here")
        {
            using var json = await service.Http.GetAsync(path, TestContext.Current.CancellationToken);
            await ServiceUnderTest.ProblemAsync(json, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Page_of_a_problem_may_have_its_style_also_where_a_report_was_looked_for()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs/none/report");
        request.Headers.Add("Accept", "text/html");

        using var response = await service.SendAsync(request);

        Assert.Contains("style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("cst_nonsense", HttpStatusCode.Unauthorized, "cut off or mistyped")]
    [InlineData("", HttpStatusCode.Unauthorized, "cut off or mistyped")]
    public async Task Wrong_token_is_said_above_the_form_to_try_again(string token, HttpStatusCode status, string why)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Token(Role.Viewer);

        using var response = await SignInAsync(service, token);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((status, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(why, html);
        Assert.Contains("action=\"/sign-in\"", html);
    }

    [Fact]
    public async Task Too_many_wrong_tokens_are_a_page_too()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Token(Role.Viewer);
        for (var i = 0; i < 10; i++) using (await SignInAsync(service, "wrong")) await Task.Yield();

        using var response = await SignInAsync(service, "wrong");

        Assert.Equal((HttpStatusCode.TooManyRequests, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_nothing_of_the_service()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        service.Token(Role.Viewer);

        var html = await service.PageAsync("/nothing-here", HttpStatusCode.NotFound);

        Assert.Contains("there is nothing at this address", html);
        Assert.DoesNotContain("href=\"/experiments\"", html);
        Assert.DoesNotContain("data-test=\"halt\"", html);
    }

    [Fact]
    public async Task Name_that_is_not_the_service_s_is_refused_with_a_page()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };
        request.Headers.Add("Accept", "text/html");
        using var response = await service.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Experiment_and_suite_have_a_page_each_with_their_last_runs()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        (await service.PutAsync("calm", ServiceUnderTest.Yaml() + Pages.Schedule)).EnsureSuccessStatusCode().Dispose();
        await service.ApplyAsync("other");
        await service.ApplySuiteAsync("experiments: [calm]");
        var run = await service.GetAsync(await service.RunAsync());
        var suite = await service.GetSuiteRunAsync(await service.RunSuiteAsync());

        var experiment = await service.PageAsync("/experiments/calm");
        Assert.Contains($"/runs/{run.Id}", experiment);
        Assert.Contains("data-test=\"trigger\" data-experiment=\"calm\"", experiment);
        Assert.DoesNotContain("data-experiment=\"other\"", experiment);
        Assert.Contains($"/suites/runs/{suite.Id}", await service.PageAsync("/suites/both"));
        Assert.Contains("href=\"/experiments/calm\"", await service.PageAsync("/schedules/calm"));
    }

    private static async Task<HttpResponseMessage> SignInAsync(ServiceUnderTest service, string token)
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
        request.Headers.Add("Accept", "text/html,application/xhtml+xml");
        return await service.SendAsync(request);
    }
}
