using ChaosService.Model.Configuration;
using ChaosService.Model.Randomness;

namespace ChaosService.Workloads.Operations;

/// <summary>How often each function is drawn, as integer weights under <c>mix:</c>.</summary>
internal static class Mix
{
    private const int MaxWeight = 1_000_000;

    /// <summary>
    /// The weights in the order of <paramref name="functions"/>; the defaults when there is no <c>mix</c>; null when it is invalid.
    /// </summary>
    public static int[]? Bind(MapReader reader, IReadOnlyList<(string Function, int Default)> functions)
    {
        if (!reader.Has("mix"))
        {
            reader.Node("mix");
            return [.. functions.Select(f => f.Default)];
        }
        var problems = reader.Problems.Count;
        if (reader.Map("mix") is not { } mix) return null;
        var weights = functions.Select(f => (int)(mix.Integer(f.Function, 0, MaxWeight) ?? 0)).ToArray();
        mix.Done();
        if (reader.Problems.Count > problems) return null;
        if (weights.Sum() > 0) return weights;
        reader.Problems.Add(
            mix.Place, "'mix' draws nothing", null,
            $"give at least one of {string.Join(", ", functions.Select(f => f.Function))} a weight above 0");
        return null;
    }

    /// <summary>The index of the weight drawn. Takes exactly one number from the stream, whatever the weights.</summary>
    public static int Draw(SeededRandom random, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        foreach (var weight in weights) sum += weight;
        var drawn = random.Next(sum);
        var index = 0;
        while (drawn >= weights[index]) drawn -= weights[index++];
        return index;
    }
}
