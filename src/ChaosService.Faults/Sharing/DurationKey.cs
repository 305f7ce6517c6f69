using ChaosService.Model.Configuration;

namespace ChaosService.Faults.Sharing;

/// <summary>A key whose duration has bounds.</summary>
internal static class DurationKey
{
    /// <summary>Null when it is wrong; the reader has the problem.</summary>
    /// <param name="usual">What it is when it is not written; null: it has to be.</param>
    /// <param name="why">What is wrong with others.</param>
    public static TimeSpan? Duration(
        this MapReader reader, string key, TimeSpan? usual, TimeSpan least, TimeSpan most, string? why = null)
    {
        var duration = reader.Duration(key);
        if (duration is null) return reader.Has(key) ? null : usual;
        if (duration >= least && duration <= most) return duration;
        reader.Problems.Add(
            reader.PlaceOf(key), $"'{key}' is out of range", reader.Text(key),
            $"write a time from {Quantity.Format(least)} to {Quantity.Format(most)}{(why is null ? "" : $": {why}")}");
        return null;
    }
}
