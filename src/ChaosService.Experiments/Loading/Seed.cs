using System.Globalization;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Loading;

/// <summary>A seed in the user's notation, in the file or after <c>--seed</c>.</summary>
public static class Seed
{
    /// <summary>Any 64-bit integer, including negative ones; null with a problem for anything else.</summary>
    /// <param name="place">Its location: a place in the file, or one whose file is <c>--seed</c>.</param>
    public static long? Parse(string text, SourcePlace place, Problems problems)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)) return seed;
        problems.Add(place, "the seed is not a number", text, "write a whole number, such as 42");
        return null;
    }
}
