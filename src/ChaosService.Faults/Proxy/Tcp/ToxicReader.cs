using ChaosService.Faults.Sharing;
using ChaosService.Model.Configuration;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp;

/// <summary>Reads a toxic and its values, which are next to it. A key of another toxic is unknown.</summary>
internal static class ToxicReader
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, (string[] Keys, Func<MapReader, Toxic?> Read)> Toxics = new(StringComparer.Ordinal)
    {
        ["latency"] = (["delay", "jitter"], Latency),
        ["bandwidth"] = (["rate"], Bandwidth),
        ["slicer"] = (["size", "delay"], Slicer),
        ["limit-data"] = (["bytes"], LimitData),
        ["corrupt"] = (["percent"], Corrupt),
        ["reset"] = (["after"], reader => After(reader) is { } after ? new ResetToxic(after) : null),
        ["timeout"] = (["after"], Timeout),
        ["half-open"] = (["after"], reader => After(reader) is { } after ? new HalfOpenToxic(after) : null),
    };

    /// <summary>Null when it is wrong; the reader holds the problems.</summary>
    public static Toxic? Read(MapReader reader)
    {
        reader.Require("toxic", $"write what is done to connections, one of: {string.Join(", ", Toxics.Keys)}");
        if (reader.Choice("toxic", [.. Toxics.Keys]) is { } name) return Toxics[name].Read(reader);
        // Which keys belong is not known: all of them do.
        foreach (var key in Toxics.Values.SelectMany(t => t.Keys)) _ = reader.Node(key);
        return null;
    }

    private static LatencyToxic? Latency(MapReader reader)
    {
        reader.Require("delay", "write how much later data arrives, such as 'delay: 100ms'");
        var (delay, jitter) = (reader.Duration("delay", null, Shortest, Longest), reader.Duration("jitter"));
        if (jitter > delay)
        {
            Wrong(reader, "jitter", "is more than the delay", $"write at most {Quantity.Format(delay.Value)}");
            return null;
        }
        return delay is null || (jitter is null && reader.Has("jitter")) ? null : new(delay.Value, jitter ?? TimeSpan.Zero);
    }

    private static BandwidthToxic? Bandwidth(MapReader reader)
    {
        reader.Require("rate", "write how much a connection gets, such as 'rate: 1mbit'");
        if (reader.BitRate("rate") is not { } rate) return null;
        if (rate is >= 64_000 and <= 100_000_000) return new(rate);
        Wrong(reader, "rate", "is out of range", "write a rate from 64kbit to 100mbit: more than that is no limit to a proxy");
        return null;
    }

    private static SlicerToxic? Slicer(MapReader reader)
    {
        var size = Bytes(reader, "size", 1, 16 << 10, "write a size from 1B to 16KiB", 64);
        var delay = reader.Duration("delay", TimeSpan.FromMilliseconds(10), Shortest, Longest);
        return size is null || delay is null ? null : new((int)size, delay.Value);
    }

    private static LimitDataToxic? LimitData(MapReader reader)
    {
        reader.Require("bytes", "write how much goes through before the connection is closed, such as 'bytes: 4KiB'");
        return Bytes(reader, "bytes", 1, 1 << 20, "write a size from 1B to 1MiB", null) is { } bytes ? new(bytes) : null;
    }

    private static CorruptToxic? Corrupt(MapReader reader)
    {
        reader.Require("percent", "write how many of the bytes are changed, such as 'percent: 1%'");
        if (reader.Share("percent") is not { } share) return null;
        if (share is >= 0.0001 and <= 1) return new(share);
        Wrong(reader, "percent", "is out of range", "write a percentage from 0.01% to 100%: less cannot be seen");
        return null;
    }

    private static TimeoutToxic? Timeout(MapReader reader)
    {
        if (!reader.Has("after"))
        {
            _ = reader.Node("after");
            return new(null);
        }
        return After(reader) is { } after ? new(after) : null;
    }

    private static TimeSpan? After(MapReader reader) => reader.Duration("after", TimeSpan.Zero, TimeSpan.Zero, Longest);

    private static long? Bytes(MapReader reader, string key, long least, long most, string fix, long? without)
    {
        if (!reader.Has(key))
        {
            _ = reader.Node(key);
            return without;
        }
        if (reader.Bytes(key) is not { } bytes) return null;
        if (bytes >= least && bytes <= most) return bytes;
        Wrong(reader, key, "is out of range", fix);
        return null;
    }

    private static void Wrong(MapReader reader, string key, string what, string fix) =>
        reader.Problems.Add(reader.PlaceOf(key), $"'{key}' {what}", reader.Text(key), fix);
}
