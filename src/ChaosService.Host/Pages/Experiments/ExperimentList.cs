using ChaosService.Engine.Store;
using ChaosService.Host.Pages.Parts;
using ChaosService.Host.Service.Api;
using ChaosService.Host.Service.Queue;

namespace ChaosService.Host.Pages.Experiments;

/// <summary>Gathers the applied experiments with what became of them lately.</summary>
internal sealed class ExperimentList(AppliedExperiments applied, LoadedExperiments experiments, Trends trends)
{
    public ExperimentsModel Read() => new([.. applied.All().Select(Card)]);

    private ExperimentCard Card(AppliedExperiment experiment)
    {
        var loaded = experiments.Load(experiment, []);
        return new ExperimentCard(
            ExperimentEndpoints.Reply(experiment, loaded.Experiment), experiment.Yaml, loaded.Experiment is null ? [.. loaded.Problems.Select(Wire.Problem)] : [], trends.Of(experiment.Name));
    }
}
