using System.Globalization;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// Which points a workload writes. A point is a function of its number and of this, so a history names points by ranges of numbers, and a
/// checker knows what each must be.
/// </summary>
/// <param name="Keys">How many values the tag <c>key</c> has: its cardinality.</param>
/// <param name="IsSkewed">Nine of ten points belong to a tenth of the keys.</param>
/// <param name="Shards">How many days <see cref="PointTimes.Varied"/> spreads points over; 1 for the other times.</param>
/// <param name="BadPermille">How many of a thousand lines are sent without a field's value: the database must refuse them.</param>
public sealed record PointShape(int Keys, bool IsSkewed, PointTimes Times, int Shards, int BadPermille)
{
    public const int Regions = 3;

    /// <summary>2026-01-01T00:00:00Z, the beginning of a day.</summary>
    public const long BaseNs = 1_767_225_600_000_000_000;

    /// <summary>A day: as wide as a time shard is by default.</summary>
    public const long ShardNs = 86_400_000_000_000;

    /// <summary>The time between two consecutive numbers. Databases may show times only to the µs.</summary>
    public const long StepNs = 1_000;

    /// <summary>Later numbers would run into the next day.</summary>
    public const long NumberMax = (ShardNs / StepNs) - 1;

    public SeriesPoint At(long number)
    {
        var drawn = Mix((ulong)number);
        var shard = Times == PointTimes.Varied ? (int)((drawn >> 20) % (ulong)Shards) : 0;
        return new(
            number, KeyOf(drawn), (int)((drawn >> 40) % Regions),
            Times == PointTimes.Same ? BaseNs : BaseNs + (shard * ShardNs) + (number * StepNs), ((drawn >> 8) & 0xFFF) / 8.0);
    }

    /// <summary>Whether its line is sent without a field's value.</summary>
    public bool IsBad(long number) => (int)((Mix((ulong)number) >> 30) % 1000) < BadPermille;

    /// <summary>
    /// As written in histories: <c>100 keys skewed, varied times over 4 days, 5 bad</c> is <c>100,skewed,varied,4,5</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Keys},{(IsSkewed ? "skewed" : "even")},{Word(Times)},{Shards},{BadPermille}");

    /// <summary>Null when the text is not a shape.</summary>
    public static PointShape? Parse(string text)
    {
        if (text.Split(',') is not [var keys, var skew, var times, var shards, var bad]) return null;
        if (!int.TryParse(keys, NumberStyles.None, CultureInfo.InvariantCulture, out var k) || k < 1) return null;
        if (!int.TryParse(shards, NumberStyles.None, CultureInfo.InvariantCulture, out var s) || s < 1) return null;
        if (!int.TryParse(bad, NumberStyles.None, CultureInfo.InvariantCulture, out var b)) return null;
        return skew is "skewed" or "even" && TimesCalled(times) is { } known ? new PointShape(k, skew == "skewed", known, s, b) : null;
    }

    public static string Word(PointTimes times) => times switch
    {
        PointTimes.Varied => "varied",
        PointTimes.Sequential => "sequential",
        _ => "same",
    };

    public static PointTimes? TimesCalled(string word) => word switch
    {
        "varied" => PointTimes.Varied,
        "sequential" => PointTimes.Sequential,
        "same" => PointTimes.Same,
        _ => null,
    };

    private int KeyOf(ulong drawn)
    {
        if (!IsSkewed || Keys == 1) return (int)(drawn % (ulong)Keys);
        var hot = Math.Max(1, Keys / 10);
        var rest = drawn / 10;
        return drawn % 10 < 9 ? (int)(rest % (ulong)hot) : hot + (int)(rest % (ulong)(Keys - hot));
    }

    /// <summary>The finisher of SplitMix64: numbers that follow each other share nothing that can be seen.</summary>
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
