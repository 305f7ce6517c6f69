using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Directories;
using ChaosService.Experiments.Loading;
using ChaosService.Model.Experiments;
using ChaosService.Model.Suites;
using ChaosService.Service.Triggers;

namespace ChaosService.Service.Suites;

/// <param name="Suite">Name of an applied suite.</param>
/// <param name="Seed">Null: the suite's, otherwise each experiment's own.</param>
/// <param name="Cause">Who or what triggers it: <c>api</c>, <c>schedule suite/nightly</c>.</param>
/// <param name="Concurrency">While a run of the same suite is active.</param>
/// <param name="IdempotencyKey">A second trigger with the same key gets the first one's run.</param>
internal sealed record SuiteRequest(string Suite, long? Seed, string Cause, Concurrency Concurrency, string? IdempotencyKey = null);

/// <summary>From a suite to its members: the applied experiments that it names or chooses at this moment.</summary>
internal sealed class SuitePreparation(AppliedSuites suites, AppliedExperiments experiments, SuiteLoader loader, TimeProvider time)
{
    public (SuiteRun? Run, TriggerResult? Refusal) Prepare(SuiteRequest request)
    {
        if (suites.Find(request.Suite) is not { } applied)
            return (null, new TriggerResult(TriggerStatus.UnknownSuite, null, $"there is no suite '{request.Suite}'; apply it first"));
        var loaded = loader.LoadText(applied.Name, applied.Yaml);
        if (loaded.Suite is null)
            return (null, new TriggerResult(
                TriggerStatus.BadInput, null,
                $"'{request.Suite}' has {loaded.Problems.Count} problem{(loaded.Problems.Count == 1 ? "" : "s")}", loaded.Problems));
        var suite = loaded.Suite with { Seed = request.Seed ?? loaded.Suite.Seed };
        var (members, refusal) = Members(suite);
        return refusal is null ? (Run(suite, members, request), null) : (null, new TriggerResult(TriggerStatus.BadInput, null, refusal));
    }

    /// <summary>
    /// An experiment whose spec this build refuses is chosen all the same: left out, the suite would get smaller in silence.
    /// </summary>
    public (IReadOnlyList<SuiteMember> Members, string? Refusal) Members(Suite suite) =>
        SuiteResolution.Resolve(suite, [.. experiments.All().Select(e => new SuiteCandidate(e.Name, DocumentHead.Of(e.Yaml).Labels))]);

    private SuiteRun Run(Suite suite, IReadOnlyList<SuiteMember> members, SuiteRequest request) => new()
    {
        Id = RunDirectory.NewId($"suite-{suite.Name}", time),
        Suite = suite.Name,
        Description = suite.Description,
        Labels = suite.Labels,
        Seed = suite.Seed,
        StopOn = suite.StopOn,
        Cause = request.Cause,
        State = SuiteRunState.Running,
        Members = members,
        StartedAt = time.GetUtcNow(),
        IdempotencyKey = request.IdempotencyKey,
    };
}
