using ChaosService.Contracts;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Tokens;
using ChaosService.Experiments.Loading;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Experiments;

/// <summary><c>/experiments</c>: the applied experiments.</summary>
internal static class ExperimentEndpoints
{
    private const string Yaml = "application/yaml";

    public static void MapExperiments(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/experiments").WithTags("experiments");
        group.MapGet("/", List).Produces<IReadOnlyList<ExperimentReply>>().WithSummary("All applied experiments, by name.");
        group.MapPost("/", PostAsync).Accepts<string>(Yaml).Produces<ApplyReply>().Produces<ApplyReply>(201)
            .WithSummary("Applies an experiment under the name that it has in its text.").RequireRole(Role.Operator);
        group.MapGet("/{name}", Get).Produces<string>(200, Yaml).WithSummary("An experiment's text as it was applied.");
        group.MapPut("/{name}", PutAsync).Accepts<string>(Yaml, "*/*").Produces<ApplyReply>().Produces<ApplyReply>(201)
            .WithSummary("Applies an experiment: keeps its text under its name.").RequireRole(Role.Operator);
        group.MapDelete("/{name}", DeleteAsync).Produces(204).WithSummary("Forgets an experiment. Its runs stay.")
            .RequireRole(Role.Operator);
        group.MapPost("/validate", ValidateAsync).Accepts<string>(Yaml, "*/*").Produces<ValidationReply>()
            .WithSummary("Every problem of an experiment's text. Keeps nothing.");
    }

    private static IResult List(AppliedExperiments applied, LoadedExperiments loaded) => Results.Ok(All(applied, loaded).ToList());

    public static IEnumerable<ExperimentReply> All(AppliedExperiments applied, LoadedExperiments loaded) =>
        applied.All().Select(e => Reply(e, loaded.Load(e, []).Experiment));

    private static IResult Get(string name, AppliedExperiments applied) =>
        Results.Text(Find(name, applied).Yaml, Yaml);

    private static async Task<IResult> PutAsync(
        string name, HttpRequest request, AppliedExperiments applied, ExperimentLoader loader, Schedules schedules, CancellationToken stop)
    {
        Input.Name(name, "{name}");
        var yaml = await Input.TextAsync(request, stop);
        var experiment = Load(name, yaml, loader);
        if (experiment.Name != name)
            throw RefusedException.BadInput(
                "the address and the text name different experiments", "metadata.name", experiment.Name,
                $"put it to /api/v1/experiments/{experiment.Name}");
        return await ApplyAsync(experiment, yaml, applied, schedules, stop);
    }

    private static async Task<IResult> PostAsync(
        HttpRequest request, AppliedExperiments applied, ExperimentLoader loader, Schedules schedules, CancellationToken stop)
    {
        var yaml = await Input.TextAsync(request, stop);
        return await ApplyAsync(Load("experiment", yaml, loader), yaml, applied, schedules, stop);
    }

    private static Task<IResult> ApplyAsync(
        Experiment experiment, string yaml, AppliedExperiments applied, Schedules schedules, CancellationToken stop) =>
        applied.ApplyAsync("experiments", experiment.Name, yaml, schedules, experiment.Name, experiment.Schedule, stop);

    private static Experiment Load(string name, string yaml, ExperimentLoader loader)
    {
        var loaded = loader.LoadText(name, yaml, []);
        return loaded.Experiment ?? throw AppliedAnswers.Wrong(name, loaded.Problems);
    }

    private static async Task<IResult> DeleteAsync(string name, AppliedExperiments applied, Schedules schedules, CancellationToken stop)
    {
        if (!applied.Delete(Input.Name(name, "{name}"))) throw Unknown(name);
        await schedules.RemoveAsync(name, stop);
        return Results.NoContent();
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, ExperimentLoader loader, CancellationToken stop)
    {
        return AppliedAnswers.Validation(loader.LoadText("experiment", await Input.TextAsync(request, stop), []).Problems);
    }

    /// <param name="experiment">Null when this build finds problems in it.</param>
    public static ExperimentReply Reply(AppliedExperiment applied, Experiment? experiment) => experiment is { } e
        ? new(
            e.Name, e.Description, e.Target.Attach ?? e.Target.Definition.Name, Quantity.Format(e.Duration), e.Labels, e.Schedule?.Cron,
            applied.AppliedAt, Valid: true)
        : new(applied.Name, "", "", "", new Dictionary<string, string>(), null, applied.AppliedAt, Valid: false);

    public static AppliedExperiment Find(string name, AppliedExperiments applied) =>
        applied.Find(Input.Name(name, "{name}")) ?? throw Unknown(name);

    private static RefusedException Unknown(string name) =>
        RefusedException.NotFound("there is no such experiment", "{name}", name, "GET /api/v1/experiments lists those there are");
}
