using System.Globalization;
using System.Text;
using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Timeseries.Points;

/// <summary>Points as line protocol, one line each, in the order of their numbers.</summary>
internal static class PointLines
{
    /// <param name="table">Escaped as a measurement.</param>
    public static string Of(PointBatch batch, string table)
    {
        var text = new StringBuilder();
        for (var number = batch.First; number <= batch.Last; number++) Append(text, batch.Shape, table, number);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PointShape shape, string table, long number)
    {
        var point = shape.At(number);
        text.Append(table).Append(CultureInfo.InvariantCulture, $",key=k{point.Key},region=r{point.Region}");
        // Points of the same series and time would replace each other.
        if (shape.Times == PointTimes.Same) text.Append(CultureInfo.InvariantCulture, $",id=p{number}");
        text.Append(CultureInfo.InvariantCulture, $" n={number}i,load=");
        if (!shape.IsBad(number)) text.Append(CultureInfo.InvariantCulture, $"{point.Load:R}");
        text.Append(CultureInfo.InvariantCulture, $" {point.TimeNs}\n");
    }
}
