using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning.Draws;

/// <summary>Random choices of a plan, from a stream of the seed.</summary>
internal static class Chance
{
    /// <summary>Whole ms from 0 to less than the jitter.</summary>
    public static TimeSpan Late(SeededRandom random, TimeSpan jitter) =>
        TimeSpan.FromMilliseconds(Math.Floor(random.NextDouble() * jitter.TotalMilliseconds));

    /// <param name="weight">At least 1 for each.</param>
    public static T Choose<T>(IReadOnlyList<T> choices, Func<T, int> weight, SeededRandom random)
    {
        var at = random.Next(choices.Sum(weight));
        foreach (var choice in choices)
        {
            if (at < weight(choice)) return choice;
            at -= weight(choice);
        }
        throw new InvalidOperationException("a draw lies below the sum of the weights");
    }
}
