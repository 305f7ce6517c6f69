namespace Serilog.Sinks.Grafana.Loki;

/// <summary>
/// Gives every line of a stream a later time than the previous line: Loki sorts only by time, and takes a second line with the same time
/// and text for a duplicate of the first one.
/// </summary>
internal sealed class LokiOrder
{
    /// <summary>
    /// A line that is older by more than this is left unchanged: the clock was set, and all following times must not stick to the old one.
    /// </summary>
    private const long PushedNsMax = 1_000_000_000;

    /// <summary>More streams than the labels should ever create. Above this, the order starts anew.</summary>
    private const int StreamsMax = 10_000;

    private readonly Dictionary<LokiStream, long> _last = [];

    public long Next(LokiStream stream, long timeNs)
    {
        if (_last.TryGetValue(stream, out var last) && timeNs <= last && last - timeNs < PushedNsMax) timeNs = last + 1;
        if (_last.Count >= StreamsMax) _last.Clear();
        return _last[stream] = timeNs;
    }
}
