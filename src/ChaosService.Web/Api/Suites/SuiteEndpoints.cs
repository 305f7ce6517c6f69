using ChaosService.Contracts;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Tokens;
using ChaosService.Experiments.Loading;
using ChaosService.Model.Suites;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Suites;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Experiments;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Suites;

/// <summary><c>/suites</c>: the applied suites.</summary>
internal static class SuiteEndpoints
{
    private const string Yaml = "application/yaml";

    public static void MapSuites(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/suites").WithTags("suites");
        group.MapGet("/", List).Produces<IReadOnlyList<SuiteReply>>().WithSummary("All applied suites, by name.");
        group.MapPost("/", PostAsync).Accepts<string>(Yaml).Produces<ApplyReply>().Produces<ApplyReply>(201)
            .WithSummary("Applies a suite under the name that it has in its text.").RequireRole(Role.Operator);
        group.MapGet("/{name}", Get).Produces<string>(200, Yaml).WithSummary("A suite's text as it was applied.");
        group.MapPut("/{name}", PutAsync).Accepts<string>(Yaml, "*/*").Produces<ApplyReply>().Produces<ApplyReply>(201)
            .WithSummary("Applies a suite: keeps its text under its name.").RequireRole(Role.Operator);
        group.MapDelete("/{name}", DeleteAsync).Produces(204).WithSummary("Forgets a suite. Its runs stay.").RequireRole(Role.Operator);
        group.MapPost("/validate", ValidateAsync).Accepts<string>(Yaml, "*/*").Produces<ValidationReply>()
            .WithSummary("Every problem of a suite's text. Keeps nothing.");
    }

    private static IResult List(AppliedSuites applied, SuiteLoader loader, SuitePreparation preparation) =>
        Results.Ok(applied.All().Select(s => Reply(s, loader, preparation)).ToList());

    private static IResult Get(string name, AppliedSuites applied) =>
        Results.Text(Find(name, applied).Yaml, Yaml);

    private static async Task<IResult> PutAsync(
        string name, HttpRequest request, AppliedSuites applied, SuiteLoader loader, Schedules schedules, CancellationToken stop)
    {
        Input.Name(name, "{name}");
        var yaml = await Input.TextAsync(request, stop);
        var suite = Load(name, yaml, loader);
        if (suite.Name != name)
            throw RefusedException.BadInput(
                "the address and the text name different suites", "metadata.name", suite.Name, $"put it to /api/v1/suites/{suite.Name}");
        return await ApplyAsync(suite, yaml, applied, schedules, stop);
    }

    private static async Task<IResult> PostAsync(
        HttpRequest request, AppliedSuites applied, SuiteLoader loader, Schedules schedules, CancellationToken stop)
    {
        var yaml = await Input.TextAsync(request, stop);
        return await ApplyAsync(Load("suite", yaml, loader), yaml, applied, schedules, stop);
    }

    private static Task<IResult> ApplyAsync(Suite suite, string yaml, AppliedSuites applied, Schedules schedules, CancellationToken stop) =>
        applied.ApplyAsync("suites", suite.Name, yaml, schedules, SuiteName.Of(suite.Name), suite.Schedule, stop);

    private static Suite Load(string name, string yaml, SuiteLoader loader)
    {
        var loaded = loader.LoadText(name, yaml);
        return loaded.Suite ?? throw AppliedAnswers.Wrong(name, loaded.Problems);
    }

    private static async Task<IResult> DeleteAsync(string name, AppliedSuites applied, Schedules schedules, CancellationToken stop)
    {
        if (!applied.Delete(Input.Name(name, "{name}"))) throw Unknown(name);
        await schedules.RemoveAsync(SuiteName.Of(name), stop);
        return Results.NoContent();
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, SuiteLoader loader, CancellationToken stop)
    {
        return AppliedAnswers.Validation(loader.LoadText("suite", await Input.TextAsync(request, stop)).Problems);
    }

    /// <summary>With the members that it would have now.</summary>
    public static SuiteReply Reply(AppliedSuite applied, SuiteLoader loader, SuitePreparation preparation)
    {
        var loaded = loader.LoadText(applied.Name, applied.Yaml);
        if (loaded.Suite is not { } suite)
            return new(
                applied.Name, "", new Dictionary<string, string>(), [], null, "", null, null, applied.AppliedAt,
                $"{loaded.Problems.Count} problems; the first: {loaded.Problems[0]}");
        var (members, refusal) = preparation.Members(suite);
        return new(
            suite.Name, suite.Description, suite.Labels, [
                .. members.Select(m => m.Name),
            ], suite.Selector, Wire.Word(suite.StopOn), suite.Seed,
            suite.Schedule is { } schedule ? ScheduleText.Of(schedule) : null, applied.AppliedAt, refusal);
    }

    public static AppliedSuite Find(string name, AppliedSuites applied) => applied.Find(Input.Name(name, "{name}")) ?? throw Unknown(name);

    private static RefusedException Unknown(string name) =>
        RefusedException.NotFound("there is no such suite", "{name}", name, "GET /api/v1/suites lists those there are");
}
