using ChaosService.Service.Replies;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ChaosService.Web.Pages.Assets;

/// <summary><c>/assets/{version}/{name}</c>: public, like the sign-in page.</summary>
internal static class AssetEndpoints
{
    /// <summary>For the sign-in page, which cannot know the version.</summary>
    private const string Latest = "latest";

    public static void MapAssets(this IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{version}/{name}", Get).AllowAnyone().ExcludeFromDescription();

    private static IResult Get(string version, string name, HttpResponse response, PageAssets assets)
    {
        if ((version != assets.Version && version != Latest) || assets.Find(name) is not { } asset)
            throw RefusedException.NotFound(
                "there is no such file of the pages", "path", $"{version}/{name}", "load the page again: its files have changed");
        response.Headers.CacheControl = version == Latest ? "no-cache" : "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, asset.Type, entityTag: EntityTagHeaderValue.Parse(asset.Tag));
    }
}
