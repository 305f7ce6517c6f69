namespace ChaosService.Service.Options;

/// <summary>What is measured and shown at <c>/metrics</c>.</summary>
internal sealed record MetricsOptions
{
    /// <summary>Whether anything is measured. Without it there is no <c>/metrics</c>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The most series of one metric. Further values go into a series with the label <c>overflow</c>.</summary>
    public int SeriesMax { get; init; } = 1000;

    /// <summary>A series that has not changed for this long is dropped; it begins at zero when it returns.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(7);

    public IEnumerable<string> Problems()
    {
        if (SeriesMax is < 1 or > 100_000)
            yield return $"metrics.seriesMax: out of range: \"{SeriesMax}\"; write a whole number from 1 to 100000";
        if (Idle < TimeSpan.FromMinutes(1) || Idle > TimeSpan.FromDays(365))
            yield return $"metrics.idle: out of range: \"{Idle}\"; write a duration from 1m to 365d";
    }
}
