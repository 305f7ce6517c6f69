namespace ChaosService.Model.Timeseries;

/// <summary>A point, as it follows from its number: <see cref="PointShape.At"/>.</summary>
/// <param name="Number">Its field <c>n</c>, which identifies it.</param>
/// <param name="Key">The tag <c>key</c> is <c>k</c> and this number: what a cluster is sharded by.</param>
/// <param name="Region">The tag <c>region</c> is <c>r</c> and this number: never a shard key.</param>
/// <param name="Load">The field <c>load</c>: eighths below 512, so that sums of them are exact.</param>
public readonly record struct SeriesPoint(long Number, int Key, int Region, long TimeNs, double Load);
