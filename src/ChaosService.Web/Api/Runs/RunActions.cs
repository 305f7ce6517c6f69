using ChaosService.Contracts;
using ChaosService.Model.Runs;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Triggers;
using ChaosService.Web.Api.Reading;
using ChaosService.Web.Problems;

namespace ChaosService.Web.Api.Runs;

/// <summary>The actions on runs, for REST and gRPC alike: one set of rules, and one set of refusals.</summary>
internal sealed class RunActions(IRunTrigger trigger, RunQueue queue, ITargetClaims claims, IRunStore store)
{
    private const int OverridesMax = 64;

    /// <param name="key">Null: the request has no idempotency key.</param>
    /// <param name="cause">The interface that it came through: <c>api</c>, <c>grpc</c>.</param>
    /// <param name="traceParent">The caller's trace; null: it has none.</param>
    public async Task<StoredRun> TriggerAsync(TriggerBody body, string? key, string cause, string? traceParent, CancellationToken stop)
    {
        Input.Name(body.Experiment, "$.experiment");
        var overrides = body.Overrides ?? [];
        if (overrides.Count > OverridesMax || overrides.Any(o => o is null))
            throw RefusedException.BadInput(
                "not a list of overrides", "$.overrides", $"{overrides.Count} entries",
                $"write at most {OverridesMax} strings, such as \"spec.duration=30s\"");
        var concurrency = Input.Concurrency(body.Concurrency);

        var request = new TriggerRequest(body.Experiment, body.Seed, overrides, cause, concurrency, key) { TraceParent = traceParent };
        var result = await trigger.TriggerAsync(request, stop);
        return result.Status == TriggerStatus.Accepted ? Find(result.RunId!) : throw Refusal(result, body.Experiment);
    }

    /// <summary>An active run is slightly ahead of the store.</summary>
    public StoredRun Find(string id) =>
        queue.Find(Input.Name(id, "{id}"))?.Record ?? store.Find(id)
        ?? throw RefusedException.NotFound("there is no such run", "{id}", id, "GET /api/v1/runs lists those there are");

    /// <summary>The runs of one page, and the next page's cursor.</summary>
    public RunPage List(RunFilter filter, string? cursor, int limit) => RunQuery.Page(cursor, () => store.List(filter, cursor, limit));

    public StoredRun Abort(string id, string reason)
    {
        var run = Find(id);
        // A run of another instance is aborted through the store.
        if (!queue.Abort(id, reason) && !claims.Abort(id, reason))
            throw RefusedException.Conflict($"run {id} is over: {Wire.Word(run.State)}", "abort a run that is queued or running");
        return Find(id);
    }

    private static RefusedException Refusal(TriggerResult result, string experiment) => result.Status == TriggerStatus.UnknownExperiment
        ? RefusedException.NotFound(
            "there is no such experiment", "$.experiment", experiment, "apply it first: PUT /api/v1/experiments/{name}")
        : TriggerRefusal.Of(result, "$.overrides", result.Problems is null ? null : "mend what 'problems' lists");
}
