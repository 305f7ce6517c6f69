using System.Net;
using System.Text.RegularExpressions;
using ChaosService.Tests.Host.Serving;
using ChaosService.Web.Pages.Assets;

namespace ChaosService.Tests.Web.Pages;

public sealed class AssetsTests
{
    [Fact]
    public async Task Asset_is_kept_for_ever_and_known_by_its_tag()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var path = $"{service.Part<PageAssets>().Folder}/page.js";

        using var first = await service.SendAsync("GET", path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await service.SendAsync(again);

        Assert.Equal("text/javascript", first.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Sign_in_page_asks_again_for_the_latest_style_and_finds_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var html = await service.TextAsync("/sign-in");

        foreach (var path in Regex.Matches(html, "(?:href|src)=\"([^\"]*)\"").Select(m => m.Groups[1].Value))
        {
            using var response = await service.SendAsync("GET", path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData("0000000000000000/page.js")]
    [InlineData("{version}/secret.js")]
    [InlineData("{version}/..%2Fpage.js")]
    public async Task What_is_no_asset_is_not_there(string path)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.SendAsync(
            "GET", "/assets/" + path.Replace("{version}", service.Part<PageAssets>().Version, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Every_module_that_is_imported_is_there()
    {
        var assets = new PageAssets();
        foreach (var name in assets.Names.Where(n => n.EndsWith(".js", StringComparison.Ordinal)))
        {
            var text = System.Text.Encoding.UTF8.GetString(assets.Find(name)!.Content);
            Assert.All(
                Regex.Matches(text, "from '\\./([^']+)'").Select(m => m.Groups[1].Value),
                imported => Assert.NotNull(assets.Find(imported)));
        }
    }

    [Fact]
    public void Charts_are_those_of_the_report()
    {
        var assets = new PageAssets();

        Assert.Contains("uPlot", System.Text.Encoding.UTF8.GetString(assets.Find("uplot.js")!.Content));
        Assert.Contains("light-dark(", System.Text.Encoding.UTF8.GetString(assets.Find("colors.css")!.Content));
    }
}
