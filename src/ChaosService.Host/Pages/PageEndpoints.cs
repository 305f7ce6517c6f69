using System.Text.Encodings.Web;
using System.Text.Unicode;
using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Pages.Assets;
using ChaosService.Host.Pages.Overview;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Host.Pages;

/// <summary>The pages that people see in a browser, and what each is made of.</summary>
internal static class PageEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection parts) => parts
        // Only what HTML needs is encoded: signs and umlauts stay readable.
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .AddSingleton<PageAssets>()
        .AddSingleton<PageFrames>()
        .AddSingleton<OverviewQuery>();

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        var pages = app.MapGroup("").RequireRole(Role.Viewer).ExcludeFromDescription();
        pages.MapGet("/", OverviewAsync);
    }

    private static async Task<IResult> OverviewAsync(HttpContext http, PageFrames frames, OverviewQuery query, CancellationToken stop) =>
        new PageResult<OverviewPage, OverviewModel>(frames.Of(http), await query.ReadAsync(stop));
}
