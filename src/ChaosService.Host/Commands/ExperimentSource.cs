using System.Security.Cryptography;
using ChaosService.Experiments;
using ChaosService.Host.Composition;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;

namespace ChaosService.Host.Commands;

/// <summary>From the command line's FILE, --seed and --set to a plan.</summary>
internal static class ExperimentSource
{
    public static Plan Plan(Installation installation, string file, string? seed, IReadOnlyList<string> sets)
    {
        var experiment = Load(installation, file, sets);
        return Planner.Plan(experiment, Seed(seed) ?? experiment.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
    }

    /// <summary>Throws <see cref="BadInputException"/> with every problem on a line of its own.</summary>
    public static Experiment Load(Installation installation, string file, IReadOnlyList<string> sets)
    {
        var result = installation.Experiments.Load(file, Overrides(sets));
        return result.Experiment ?? throw new BadInputException(Describe(file, result.Problems));
    }

    public static IReadOnlyList<Override> Overrides(IReadOnlyList<string> sets) => [.. sets.Select(Override.Parse)];

    public static string Describe(string file, IReadOnlyCollection<Problem> problems) =>
        $"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}\n{string.Join('\n', problems)}";

    private static long? Seed(string? text) =>
        text is null ? null
        : long.TryParse(text, out var seed) ? seed
        : throw new BadInputException($"--seed is not a whole number: \"{text}\"; write a number such as --seed 42");
}
