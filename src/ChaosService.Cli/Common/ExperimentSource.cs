using System.Security.Cryptography;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Overrides;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Service.Installations;

namespace ChaosService.Cli.Common;

/// <summary>Makes a plan from the command line's FILE, --seed and --set.</summary>
internal static class ExperimentSource
{
    public static Plan Plan(Installation installation, string file, string? seed, IReadOnlyList<string> sets) =>
        Planned(installation, file, seed, sets).Plan;

    /// <summary>The plan and its experiment, which makes the windows of a soak.</summary>
    public static (Experiment Experiment, Plan Plan) Planned(
        Installation installation, string file, string? seed, IReadOnlyList<string> sets)
    {
        var experiment = Load(installation, file, sets);
        return (experiment, Planner.Plan(experiment, ParseSeed(seed) ?? experiment.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue)));
    }

    /// <summary>Throws <see cref="BadInputException"/> with every problem on a separate line.</summary>
    public static Experiment Load(Installation installation, string file, IReadOnlyList<string> sets)
    {
        var result = installation.Experiments.Load(file, Overrides(sets));
        return result.Experiment ?? throw new BadInputException(Describe(file, result.Problems));
    }

    public static IReadOnlyList<Override> Overrides(IReadOnlyList<string> sets)
    {
        var problems = new Problems();
        List<Override> overrides = [.. sets.Select(s => Override.Parse(s, problems)).OfType<Override>()];
        return problems.Count == 0 ? overrides : throw new BadInputException(string.Join('\n', problems));
    }

    public static string Describe(string file, IReadOnlyCollection<Problem> problems) =>
        $"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}\n{string.Join('\n', problems)}";

    public static long? ParseSeed(string? text)
    {
        if (text is null) return null;
        var problems = new Problems();
        return Seed.Parse(text, new SourcePlace("--seed", 1, 1), problems) ?? throw new BadInputException(string.Join('\n', problems));
    }
}
