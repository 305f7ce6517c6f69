using System.Globalization;
using ChaosService.Contracts;
using ChaosService.Engine.Soaking;
using ChaosService.Engine.Store.Directories;
using ChaosService.Service.Replies;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Runs;

/// <summary><c>/runs/{id}/windows</c>: the results of each window of a soak so far, and the files of those that are kept.</summary>
internal static class WindowEndpoints
{
    /// <summary>The files of a window's directory, so that no other file can be requested.</summary>
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["report.html"] = "text/html; charset=utf-8",
        ["history.jsonl.gz"] = "application/gzip",
        ["results.json"] = "application/json",
        ["junit.xml"] = "application/xml",
        ["plan.json"] = "application/json",
    };

    public static void MapWindows(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs/{id}/windows").WithTags("runs");
        group.MapGet("/", List).Produces<IReadOnlyList<WindowReply>>()
            .WithSummary("A soak's windows that were judged so far, in order; empty for a run that is no soak.");
        // The names are those in the run's directory, so that the links of its page work in both places.
        group.MapGet("/{window}/{file}", File).Produces<string>(200, "text/html")
            .WithSummary("A file of a window: report.html, history.jsonl.gz, results.json, junit.xml or plan.json.").InSandbox();
    }

    private static IResult List(string id, RunActions runs) =>
        Results.Ok(WindowLog.Read(RunDirectory.At(runs.Find(id).Directory)).Select(Wire.Window).ToList());

    private static IResult File(string id, string window, string file, RunActions runs)
    {
        var run = runs.Find(id);
        if (!int.TryParse(window, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index < 1)
            throw RefusedException.BadInput("not the number of a window", "{window}", window, "write a whole number from 1, such as 7");
        if (!Files.TryGetValue(file, out var type))
            throw RefusedException.NotFound(
                "a window has no such file", "{file}", file, $"ask for one of: {string.Join(", ", Files.Keys)}");
        var path = Path.Combine(RunDirectory.At(run.Directory).Window(index).FullPath, file);
        return System.IO.File.Exists(path)
            ? Results.File(path, type)
            : throw RefusedException.NotFound(
                $"window {index} of run {run.Id} has no {file}", "{window}", window,
                "GET /api/v1/runs/{id}/windows says which windows there are, and which are kept");
    }
}
