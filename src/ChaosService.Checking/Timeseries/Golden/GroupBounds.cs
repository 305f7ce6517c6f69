using System.Globalization;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Golden;

/// <summary>The possible values of an aggregate when some points are certainly there and others may be.</summary>
/// <param name="known">The aggregate of the points that certainly are; null: none.</param>
/// <param name="possible">The points that may be there.</param>
internal sealed class GroupBounds(PointStat? known, IReadOnlyList<SeriesPoint> possible)
{
    /// <summary>The average is computed here in another order than in the database.</summary>
    private const double Tolerance = 1e-9;

    private readonly PointStat _known = known ?? new PointStat();
    private readonly double[] _loads = [.. possible.Select(p => p.Load).Order()];

    /// <summary>Whether only one answer is right.</summary>
    public bool IsExact => _loads.Length == 0;

    public bool IsEmpty => IsExact && _known.Count == 0;

    public long KnownCount => _known.Count;

    /// <summary>What is wrong with an answer: a name and a sentence; null when nothing is.</summary>
    public (string Anomaly, string Sentence)? Trouble(PointGroup answer)
    {
        if (Outside(answer.Count, _known.Count, _known.Count + _loads.Length) is { } count) return ("wrong-count", $"COUNT {count}");
        if (answer.Count == 0) return null;
        if (answer is not { Sum: { } sum, Min: { } min, Max: { } max, Average: { } average })
            return ("wrong-aggregate", $"COUNT is {answer.Count}, and another aggregate is missing");
        if (Outside(sum, _known.Sum, _known.Sum + possible.Sum(p => p.Number)) is { } total) return ("wrong-sum", $"SUM {total}");
        var (lowest, highest) = (_loads.Append(_known.Min).Min(), _loads.Append(_known.Max).Max());
        if (Outside(min, lowest, _known.Count > 0 ? _known.Min : highest) is { } least) return ("wrong-min", $"MIN {least}");
        if (Outside(max, _known.Count > 0 ? _known.Max : lowest, highest) is { } most) return ("wrong-max", $"MAX {most}");
        var (low, high) = (Furthest(_loads, (load, mean) => load < mean), Furthest([.. _loads.Reverse()], (load, mean) => load > mean));
        var slack = Math.Abs(average) * Tolerance;
        return Outside(average, low - slack, high + slack) is { } mean ? ("wrong-average", $"AVG {mean}") : null;
    }

    /// <summary>The furthest that the average can go: loads are included, in order, as long as they move it further.</summary>
    private double Furthest(double[] loads, Func<double, double, bool> goesFurther)
    {
        var (sum, count) = (_known.LoadSum, _known.Count);
        foreach (var load in loads)
        {
            if (count > 0 && !goesFurther(load, sum / count)) break;
            (sum, count) = (sum + load, count + 1);
        }
        return sum / count;
    }

    private static string? Outside(double value, double least, double most) => value >= least && value <= most
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"is {value:0.######}, and must be {(least == most ? $"{least:0.######}" : $"from {least:0.######} to {most:0.######}")}");
}
