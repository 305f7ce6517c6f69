namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// Gives every line of a stream a time later than that of the line before it: Loki sorts by time alone, and takes a second line with the
/// same time and text for the first one sent twice.
/// </summary>
internal sealed class LokiOrder
{
    /// <summary>
    /// A line that is older by more is left as it is: a clock was set, and the times of all that follow must not stick to the old one.
    /// </summary>
    private const long PushedNsMax = 1_000_000_000;

    /// <summary>More streams than labels should ever make. Beyond, the order starts again.</summary>
    private const int StreamsMax = 10_000;

    private readonly Dictionary<LokiStream, long> _last = [];

    public long Next(LokiStream stream, long timeNs)
    {
        if (_last.TryGetValue(stream, out var last) && timeNs <= last && last - timeNs < PushedNsMax) timeNs = last + 1;
        if (_last.Count >= StreamsMax) _last.Clear();
        return _last[stream] = timeNs;
    }
}
