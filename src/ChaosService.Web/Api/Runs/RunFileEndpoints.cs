using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Runs;
using ChaosService.Service.Replies;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Runs;

/// <summary>The files of a run's directory, and its verdict in the format of <c>chaosctl run</c>.</summary>
internal static class RunFileEndpoints
{
    public static void MapRunFiles(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs/{id}").WithTags("runs");
        group.MapGet("/report", File(d => d.Report, "text/html; charset=utf-8")).Produces<string>(200, "text/html")
            .WithSummary("The page of the run.").InSandbox();
        group.MapGet("/history", File(d => d.History, "application/gzip")).Produces<byte[]>(200, "application/gzip")
            .WithSummary("Every op: JSON lines, gzip.");
        group.MapGet("/junit", File(d => Path.Combine(d.FullPath, "junit.xml"), "application/xml")).Produces<string>(200, "application/xml")
            .WithSummary("The verdict for a CI server.");
        group.MapGet("/logs/{node}", Log).Produces<string>(200, "text/plain").WithSummary("What a node logged.");
        group.MapGet("/verdict", Verdict).Produces<string>(200, "application/json").Produces<string>(200, "text/plain")
            .WithSummary("The verdict as `chaosctl run --json` prints it, or with Accept: text/plain as it does without --json.");
    }

    private static Func<string, RunActions, IResult> File(Func<RunDirectory, string> file, string type) => (id, runs) =>
    {
        var run = runs.Find(id);
        return Send(run, file(RunDirectory.At(run.Directory)), type);
    };

    private static IResult Log(string id, string node, RunActions runs)
    {
        var run = runs.Find(id);
        return Send(run, RunDirectory.At(run.Directory).LogOf(Input.Name(node, "{node}")), "text/plain; charset=utf-8");
    }

    private static IResult Verdict(string id, HttpRequest request, RunActions runs, IRunStore store)
    {
        var run = runs.Find(id);
        if (store.Verdict(run.Id) is not { } verdict) throw Missing(run, "verdict");
        return request.Headers.Accept.Any(a => a?.Contains("text/plain", StringComparison.Ordinal) == true)
            ? Results.Text(verdict.Text)
            : Results.Text(verdict.Json, "application/json");
    }

    private static IResult Send(StoredRun run, string path, string type) =>
        System.IO.File.Exists(path) ? Results.File(path, type) : throw Missing(run, Path.GetFileName(path));

    private static RefusedException Missing(StoredRun run, string what) => RefusedException.NotFound(
        $"run {run.Id} has no "
            + $"{what}{(run.Instance.Length > 0 ? $" on this instance; its files are with instance '{run.Instance}'" : "")}: it is "
            + $"{Wire.Word(run.State)}", "path", what,
        run.Instance.Length > 0 ? "ask the instance that has the run"
            : run.Over ? "only what the run came to write is there"
            : "wait for its end: GET /api/v1/runs/{id}?wait=60s");
}
