using System.Net;
using ChaosService.Engine.Tokens;

namespace ChaosService.Tests.Web.Access;

public sealed class BrowserTests
{
    private static readonly (string, string) Ours = ("X-ChaosService", "1");

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site", "Sec-Fetch-Site: same-site")]
    [InlineData("Sec-Fetch-Site", "none", "Sec-Fetch-Site: none")]
    [InlineData("Origin", "http://evil.example", "it comes from a page of http://evil.example")]
    [InlineData("Origin", "null", "it comes from a page of null")]
    public async Task Change_from_another_site_is_refused_even_with_our_header(string header, string value, string why)
    {
        await using var site = await TestSite.StartAsync();

        var answer = await site.SendAsync("POST", "/run", null, (header, value), Ours);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(why, await answer.ProblemAsync());
    }

    [Fact]
    public async Task Change_from_our_page_needs_our_header()
    {
        await using var site = await TestSite.StartAsync();
        var origin = ("Origin", site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Forbidden, await site.StatusAsync("POST", "/run", null, ("Sec-Fetch-Site", "same-origin"), origin));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/run", null, ("Sec-Fetch-Site", "same-origin"), origin, Ours));
    }

    [Fact]
    public async Task Reading_from_anywhere_is_no_change_and_no_script_of_another_site_sees_the_answer()
    {
        await using var site = await TestSite.StartAsync();

        var answer = await site.SendAsync("GET", "/see", null, ("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:7400", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("192.168.1.7", false)]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:7400", true)]
    [InlineData("127.0.0.1:9", true)]
    [InlineData("[::1]:9", true)]
    [InlineData("chaos.internal", true)]
    public async Task Host_must_be_a_name_of_this_service(string host, bool served)
    {
        await using var site = await TestSite.StartAsync(o => o with { HostNames = ["chaos.internal"] });

        var answer = await site.SendAsync("GET", "/see", null, ("Host", host));

        Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        if (!served) Assert.Contains($"names '{host}'", await answer.ProblemAsync());
    }

    [Fact]
    public async Task Elsewhere_than_on_loopback_any_name_will_do_unless_some_are_configured()
    {
        await using var any = await TestSite.StartAsync(o => o with { LoopbackOnly = false });
        await using var named = await TestSite.StartAsync(o => o with { LoopbackOnly = false, HostNames = ["chaos.internal"] });

        Assert.Equal(HttpStatusCode.OK, await any.StatusAsync("GET", "/see", null, ("Host", "whatever.example")));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await named.StatusAsync("GET", "/see", null, ("Host", "whatever.example")));
    }

    [Fact]
    public async Task Pages_may_run_only_our_scripts_and_reports_have_no_origin()
    {
        await using var site = await TestSite.StartAsync();

        var (page, report) = (await site.SendAsync("GET", "/see"), await site.SendAsync("GET", "/report"));

        Assert.Contains("script-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.StartsWith("sandbox allow-scripts;", report.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("allow-same-origin", report.Headers.GetValues("Content-Security-Policy").Single());
        Assert.All([page, report], a => Assert.Equal("nosniff", a.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.True(page.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Browser_signs_in_once_and_its_cookie_alone_changes_nothing()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Operator);
        var toSignIn = await site.SendAsync("GET", "/see", null, ("Accept", "text/html,application/xhtml+xml"));
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (toSignIn.StatusCode, toSignIn.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/sign-in"));

        using var form = new FormUrlEncodedContent([new("token", token)]);
        var signedIn = await site.Client.PostAsync("/sign-in", form, TestContext.Current.CancellationToken);
        var setCookie = signedIn.Headers.GetValues("Set-Cookie").Single();

        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Contains("samesite=strict", setCookie);
        Assert.Contains("httponly", setCookie);
        var cookie = ("Cookie", setCookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", null, cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await site.StatusAsync("POST", "/run", null, cookie));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/run", null, cookie, Ours));
        site.Tokens.Revoke("operator");
        Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("GET", "/see", null, cookie));
    }

    [Fact]
    public async Task Sign_in_form_of_another_site_and_a_wrong_token_are_refused()
    {
        await using var site = await TestSite.StartAsync();
        site.Token(Role.Viewer);

        Assert.Equal(HttpStatusCode.Forbidden, await site.StatusAsync("POST", "/sign-in", null, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("POST", "/sign-in"));
    }
}
