using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Recovery;
using ChaosService.Engine.Running.Exercising;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Running.Staging;
using ChaosService.Engine.Soaking;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Plans;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running;

/// <summary>Runs experiments: from a plan to a verdict and a run directory.</summary>
public sealed class Runner(
    RunnerPorts ports, TargetHolds holds, KeptTargets keptTargets, Leftovers leftovers, Judge judge, ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger<Runner>();

    /// <summary>
    /// Runs one experiment to its end. Cancelling <paramref name="stop"/> ends the load, reverts every fault, and still judges what was
    /// recorded. Throws <see cref="TargetBusyException"/>, <see cref="ClusterUnavailableException"/> or
    /// <see cref="FaultUnavailableException"/> when it could not begin.
    /// </summary>
    public async Task<RunResult> RunAsync(RunRequest request, IRunListener listener, CancellationToken stop)
    {
        var plan = request.Plan;
        using var scope = _log.BeginScope(new Dictionary<string, object> { ["RunId"] = request.RunId, ["Experiment"] = plan.Experiment });
        using var span = Spans.Run(request.RunId, plan, request.TraceParent);
        try
        {
            var result = await ExecuteAsync(request, new GuardedListener(listener, _log), stop);
            span.Judged(result.Record.Verdict);
            return result;
        }
        catch (Exception e)
        {
            span.Failed(e);
            throw;
        }
    }

    private async Task<RunResult> ExecuteAsync(RunRequest request, GuardedListener listener, CancellationToken stop)
    {
        var (plan, runId) = (request.Plan, request.RunId);
        // Before there is a directory: a run that is refused leaves none.
        await using var hold = await holds.AcquireAsync(plan.Target.Project, runId, stop);
        var kept = UsableKept(plan);
        var environment = await Backends.RequireAsync(plan, ports.Catalog, request.Environment, stop);
        var directory = RunDirectory.Create(request.RunsRoot, runId);
        using var journal = new RunJournal(directory.Journal, ports.Time);
        await File.WriteAllBytesAsync(directory.Experiment, request.ExperimentYaml, stop);
        await File.WriteAllBytesAsync(directory.Plan, request.PlanJson, stop);

        var target = new Target(plan, kept, directory, ports, listener, journal, _log);
        await RevertLeftoversAsync(target.Project, listener, stop);

        _log.RunStarts(directory.RunId, plan.Experiment, target.Project, plan.Seed);
        var startedAt = ports.Time.GetUtcNow();
        Exercised exercised;
        Soaked? soaked = null;
        try
        {
            var stage = new Stage(await target.UpAsync(stop), ports, judge, journal, request.Control, _log);
            if (plan.Soak is not null) soaked = await new Soak(request, directory, stage, environment, listener).RunAsync(stop);
            exercised = soaked?.Exercised ?? await new Exercise(plan, directory, listener, stage).RunAsync(stop);
            await target.CaptureLogsAsync();
        }
        finally
        {
            await target.DownAsync();
        }

        var (notes, repeat) = (target.Notes.Concat(listener.Notes), request.RepeatCommand);
        var record = soaked is null
            ? new Conclusion(plan, directory, judge, listener, journal).Reach(exercised, notes, startedAt, ports, environment, repeat)
            : new SoakConclusion(plan, directory, judge, journal).Reach(soaked, notes, startedAt, ports, environment, repeat);
        _log.RunEnded(directory.RunId, record.Verdict.Outcome.ToString());
        return new RunResult(record, directory.FullPath, [.. exercised.NotReverted, .. target.NotReverted]);
    }

    /// <summary>A kept target is used as it is, so it must match the experiment.</summary>
    private KeptTarget? UsableKept(Plan plan)
    {
        if (plan.Target.Attach is not null || plan.Target.IsByAddress || keptTargets.Find(plan.Target.Project) is not { } kept) return null;
        return plan.Target.Settings.Count == 0
            ? kept
            : throw new ClusterUnavailableException(
                $"the target '{plan.Target.Definition.Name}' is kept up since {kept.Since:yyyy-MM-dd HH:mm:ss} UTC with its default "
                    + $"settings, and this experiment asks for {string.Join(", ", plan.Target.Settings.Keys)}; "
                + $"take it down first: chaosctl targets down {plan.Target.Definition.Name}");
    }

    private async Task RevertLeftoversAsync(ProjectName project, IRunListener listener, CancellationToken stop)
    {
        foreach (var (entry, error) in await leftovers.RevertAsync(ofLivingToo: false, project, stop))
        {
            listener.OnPhase(error is null
                ? $"reverted what run {entry.RunId} left: {entry.Recipe.Description}"
                : $"could not revert what run {entry.RunId} left: {error}");
            // On another project it is not in our way; on ours the run would start on a broken cluster.
            if (error is not null && entry.Project == project)
                throw new ClusterUnavailableException(
                    $"run {entry.RunId} left {entry.Id} on '{project}', which could not be reverted: {error}; mend the cause and run "
                        + $"`chaosctl faults revert`");
        }
    }
}
