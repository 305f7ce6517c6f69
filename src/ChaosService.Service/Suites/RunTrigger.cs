using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Triggers;

namespace ChaosService.Service.Suites;

/// <summary>Experiments by their names, suites as <c>suite/NAME</c>. A suite's run id is the id of that suite's run.</summary>
internal sealed class RunTrigger(RunQueue runs, SuiteRuns suites) : IRunTrigger
{
    public Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken) =>
        SuiteName.In(request.Experiment) is { } suite
            ? Task.FromResult(
                suites.Trigger(new SuiteRequest(suite, request.Seed, request.Cause, request.Concurrency, request.IdempotencyKey)))
            : runs.TriggerAsync(request, cancellationToken);
}
