using System.Globalization;
using ChaosService.Contracts;
using ChaosService.Contracts.V1;
using ChaosService.Engine.Store.Applied;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Stopping;
using ChaosService.Web.Access.Audit;
using ChaosService.Web.Api;
using ChaosService.Web.Api.Experiments;
using ChaosService.Web.Api.Reading;
using ChaosService.Web.Api.Runs;
using Grpc.Core;

namespace ChaosService.Web.Grpc.Services;

/// <summary>The methods of <c>chaosservice.v1.ChaosService</c>: each does the same as REST, by the same rules.</summary>
internal sealed class ChaosCalls(
    RunActions runs, AppliedExperiments applied, LoadedExperiments loaded, Schedules schedules, Halting halting, WatchCalls watching)
    : Contracts.V1.ChaosService.ChaosServiceBase
{
    public override async Task<Run> TriggerRun(TriggerRunRequest request, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        http.NoteSubject("experiment", request.Experiment);
        var body = new TriggerBody
        {
            Experiment = request.Experiment,
            Seed = request.HasSeed ? request.Seed : null,
            Overrides = request.Overrides,
            Concurrency = Words.Of(request.Concurrency),
        };
        var key = Input.IdempotencyKey(request.IdempotencyKey.Length == 0 ? [] : [request.IdempotencyKey]);
        var run = await runs.TriggerAsync(body, key, "grpc", TraceContext.Of(http.Request), context.CancellationToken);
        TraceContext.Answer(http.Response, run.TraceParent);
        return Message(run);
    }

    public override Task<Run> GetRun(GetRunRequest request, ServerCallContext context) => Task.FromResult(Message(runs.Find(request.Id)));

    public override Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        var filter = RunQuery.Filter(
            Given(request.Experiment), Words.Of(request.State), Words.Of(request.Verdict),
            request.Since?.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture),
            [.. request.Labels.Select(l => $"{l.Key}={l.Value}")]);
        var limit = RunQuery.Limit(request.Limit == 0 ? null : request.Limit.ToString(CultureInfo.InvariantCulture));
        var page = runs.List(filter, Given(request.Cursor), limit);
        return Task.FromResult(new ListRunsResponse { Runs = { page.Runs.Select(Message) }, Next = page.Next ?? "" });
    }

    public override Task WatchRun(WatchRunRequest request, IServerStreamWriter<RunEvent> responseStream, ServerCallContext context) =>
        watching.WatchRunAsync(request, responseStream, context);

    public override Task<Run> AbortRun(AbortRunRequest request, ServerCallContext context)
    {
        context.GetHttpContext().NoteSubject("id", request.Id);
        return Task.FromResult(Message(runs.Abort(request.Id, "aborted over gRPC")));
    }

    public override Task<ListExperimentsResponse> ListExperiments(ListExperimentsRequest request, ServerCallContext context) =>
        Task.FromResult(
            new ListExperimentsResponse { Experiments = { ExperimentEndpoints.All(applied, loaded).Select(Messages.Experiment) } });

    public override async Task<ListSchedulesResponse> ListSchedules(ListSchedulesRequest request, ServerCallContext context) =>
        new() { Schedules =
            { (await schedules.ListAsync(context.CancellationToken)).Select(s => Messages.Schedule(ScheduleEndpoints.Reply(s))) } };

    public override async Task<HaltResponse> Halt(HaltRequest request, ServerCallContext context)
    {
        var halted = await HaltEndpoints.CarryOutAsync(new HaltBody { Reason = Given(request.Reason) ?? "over gRPC" }, halting);
        return new HaltResponse { AbortedRuns = { halted.AbortedRuns }, StillActive = { halted.StillActive.Select(Messages.Fault) } };
    }

    public override Task<ResumeResponse> Resume(ResumeRequest request, ServerCallContext context)
    {
        halting.Resume();
        return Task.FromResult(new ResumeResponse());
    }

    private static Run Message(Model.Runs.StoredRun run) => Messages.Run(Wire.Run(run));

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
