using ChaosService.Engine.Store.Applied;
using ChaosService.Model.Runs;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Web.Api.Experiments;
using ChaosService.Web.Pages.Parts;

namespace ChaosService.Web.Pages.Experiments;

/// <summary>Collects the applied experiments with their recent results.</summary>
internal sealed class ExperimentList(AppliedExperiments applied, LoadedExperiments experiments, IRunStore store, Trends trends)
{
    private const int RunsShown = 20;

    public ExperimentsModel Read() => new([.. applied.All().Select(Card)]);

    public ExperimentModel Read(string name)
    {
        var experiment = ExperimentEndpoints.Find(name, applied);
        var runs = store.List(new RunFilter(Experiment: name), null, RunsShown).Runs;
        return new ExperimentModel(Card(experiment), [.. runs.Select(Wire.Run)]);
    }

    private ExperimentCard Card(AppliedExperiment experiment)
    {
        var loaded = experiments.Load(experiment, []);
        return new ExperimentCard(
            ExperimentEndpoints.Reply(experiment, loaded.Experiment), experiment.Yaml,
            loaded.Experiment is null ? [.. loaded.Problems.Select(Wire.Problem)] : [], trends.Of(experiment.Name));
    }
}
