using System.Net;
using System.Text.RegularExpressions;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Tokens;
using ChaosService.Tests.Host.Serving;
using ChaosService.Web.Pages.Assets;

namespace ChaosService.Tests.Web.Pages;

public sealed class ListPagesTests
{
    private static readonly string[] Actions =
    [
        "data-test=\"halt\"", "data-test=\"trigger\"", "data-test=\"schedule-pause\"", "data-test=\"schedule-fire\"",
        "data-test=\"abort\"", "data-post=",
    ];

    [Fact]
    public async Task History_goes_on_page_by_page_and_keeps_its_filter()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync();
        for (var i = 0; i < 52; i++) await service.GetAsync(await service.RunAsync());

        var first = await service.PageAsync("/runs?experiment=calm&verdict=valid&state=&label=&since=");
        var next = WebUtility.HtmlDecode(Regex.Match(first, "href=\"([^\"]*)\" rel=\"next\"").Groups[1].Value);
        var second = await service.PageAsync(next);

        Assert.StartsWith("/runs?experiment=calm&verdict=valid&cursor=", next);
        Assert.Equal(50, first.Split("data-test=\"run-row\"").Length - 1);
        Assert.Equal(2, second.Split("data-test=\"run-row\"").Length - 1);
        Assert.DoesNotContain("data-test=\"next-page\"", second);
    }

    [Theory]
    [InlineData("?state=sleeping", "?state")]
    [InlineData("?since=yesterday", "?since")]
    [InlineData("?label=x", "?label")]
    [InlineData("?cursor=zz", "?cursor")]
    [InlineData("?experiment=%3Cscript%3E", "?experiment")]
    public async Task Wrong_filter_is_said_beside_the_form(string query, string field)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var html = await service.PageAsync($"/runs{query}", HttpStatusCode.BadRequest);

        Assert.Contains("data-test=\"message\"", html);
        Assert.Contains("data-test=\"filter-form\"", html);
        Assert.Contains($"({field}", html);
        Assert.DoesNotContain("<script>", html.Replace("<script src", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Experiment_shows_its_source_as_text_and_how_to_run_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        (await service.PutAsync("calm", ServiceUnderTest.Yaml() + "\n# <script>alert(1)</script>\n")).EnsureSuccessStatusCode().Dispose();

        var html = await service.PageAsync("/experiments");

        Assert.Contains("data-test=\"trigger\" data-experiment=\"calm\"", html);
        Assert.Contains("# &lt;script&gt;alert(1)&lt;/script&gt;", html);
        Assert.Contains("It never ran.", html);
    }

    [Fact]
    public async Task Experiment_that_this_build_cannot_run_says_why_and_has_no_button()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Part<AppliedExperiments>().Apply("old", "apiVersion: chaosservice/v0\nkind: Experiment\n");

        var html = await service.PageAsync("/experiments");

        Assert.Contains("cannot be run", html);
        Assert.DoesNotContain("data-experiment=\"old\"", html);
        Assert.Contains("class=\"problems\"", html);
    }

    [Fact]
    public async Task Viewer_sees_everything_and_no_button_that_would_be_refused()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        (await service.PutAsync("calm", ServiceUnderTest.Yaml() + Pages.Schedule)).EnsureSuccessStatusCode().Dispose();
        var (id, _) = await service.BegunAsync();
        var (viewer, @operator) = (service.Token(Role.Viewer), service.Token(Role.Operator));

        foreach (var path in (string[])["/", "/runs", "/experiments", "/schedules", "/faults", $"/runs/{id}"])
        {
            var html = await service.PageAsync(path, token: viewer);
            Assert.All(Actions, a => Assert.DoesNotContain(a, html));
            Assert.Contains("Sign out", html);
            Assert.Contains("data-test=\"halt\"", await service.PageAsync(path, token: @operator));
        }
    }

    [Fact]
    public async Task Caller_without_a_token_is_sent_to_the_sign_in_page()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Token(Role.Viewer);

        var html = await service.PageAsync("/runs");

        Assert.Contains("action=\"/sign-in\"", html);
    }

    [Fact]
    public async Task No_page_holds_a_script_or_a_style_of_its_own()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var (id, _) = await service.BegunAsync();
        var assets = service.Part<PageAssets>();

        foreach (var path in (string[])["/", "/runs", "/experiments", "/schedules", "/faults", $"/runs/{id}"])
        {
            var html = await service.PageAsync(path);
            Assert.DoesNotMatch("<style|style=\"|\\son[a-z]+=\"|<script(?![^>]*src=)", html);
            Assert.All(
                Regex.Matches(html, "(?:src|href)=\"(/assets/[^\"]*)\"").Select(m => m.Groups[1].Value),
                a => Assert.NotNull(assets.Find(Path.GetFileName(a))));
        }
    }
}
