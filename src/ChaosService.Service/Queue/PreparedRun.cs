using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Directories;
using ChaosService.Experiments.Overrides;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Service.Triggers;

namespace ChaosService.Service.Queue;

/// <summary>A run with every choice made: by a trigger, or on the command line.</summary>
/// <param name="Experiment">That the plan was made from; it makes the windows of a soak, too.</param>
/// <param name="Yaml">The experiment as it was written.</param>
internal sealed record PreparedRun(string Id, Experiment Experiment, Plan Plan, ReadOnlyMemory<byte> Yaml, string RepeatCommand)
{
    /// <summary>Lets callers end its faults one by one.</summary>
    public RunControl Control { get; } = new();

    /// <summary>W3C: the parent of its trace; null: none.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>From a trigger to a prepared run, or to the reason why there cannot be one.</summary>
internal sealed class RunPreparation(AppliedExperiments applied, LoadedExperiments experiments, AttachRule attach, TimeProvider time)
{
    public (PreparedRun? Run, TriggerResult? Refusal) Prepare(TriggerRequest request)
    {
        if (applied.Find(request.Experiment) is not { } experiment)
            return (null, new TriggerResult(
                TriggerStatus.UnknownExperiment, null, $"there is no experiment '{request.Experiment}'; apply it first"));
        var problems = new Problems();
        List<Override> overrides = [.. request.Overrides.Select(o => Override.Parse(o, problems)).OfType<Override>()];
        var loaded = experiments.Load(experiment, overrides);
        Problem[] wrong = [.. problems, .. loaded.Problems];
        if (loaded.Experiment is null || wrong.Length > 0)
            return (null, new TriggerResult(
                TriggerStatus.BadInput, null, $"'{request.Experiment}' has {wrong.Length} problem{(wrong.Length == 1 ? "" : "s")}", wrong));
        // After the overrides: they may change the target.
        if (attach.Refuses(loaded.Experiment.Target) is { } refusal)
            return (null, new TriggerResult(TriggerStatus.BadInput, null, refusal));

        var plan = Planner.Plan(loaded.Experiment, request.Seed ?? loaded.Experiment.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        var repeat = string.Create(
            CultureInfo.InvariantCulture,
            $"./chaosctl trigger {experiment.Name} --wait --seed {plan.Seed}{string.Concat(request.Overrides.Select(o => $" --set {o}"))}");
        var id = RunDirectory.NewId(plan.Experiment, time);
        return (new PreparedRun(id, loaded.Experiment, plan, Encoding.UTF8.GetBytes(experiment.Yaml), repeat), null);
    }
}
