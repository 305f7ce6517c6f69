using ChaosService.Checking.Observations;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>A copy, with the line of the history that shows it.</summary>
internal sealed record SeenCopy(Sight<ReplicasView> Sight, ReplicaCopy Copy)
{
    /// <summary>What must be equal in two copies that hold the same.</summary>
    public (long Points, string Checksum) Content => (Copy.Points, Copy.Checksum);

    public string Tell() =>
        $"{Sight.Subject} held {Copy.Points} points with the checksum {Copy.Checksum} (history index {Sight.Line.Index})";

    public static IEnumerable<SeenCopy> In(IEnumerable<Sight<ReplicasView>> sights) =>
        sights.Where(s => s.View is not null).SelectMany(s => s.View!.Copies, (s, c) => new SeenCopy(s, c));
}
