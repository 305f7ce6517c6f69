using System.Globalization;
using System.Text;
using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>Reads the structured lines that a node has logged, as one JSON object for each.</summary>
internal sealed class LogReader(ICluster cluster, TimeProvider time)
{
    /// <summary>The rest of a longer log is not read, and its lines count as missed.</summary>
    private const long BytesMax = 64 << 20;

    /// <summary>Names by the event ids of the node's lines.</summary>
    private static readonly Dictionary<int, string> Names = new()
    {
        [7201] = LogEvents.Forward, [7204] = LogEvents.Forwarded, [7202] = LogEvents.Replicated, [7203] = LogEvents.NotForwarded,
        [7205] = LogEvents.Write, [7901] = LogEvents.QueryPart, [7902] = LogEvents.Query, [7401] = LogEvents.Move,
        [7402] = LogEvents.MoveCall,
    };

    /// <returns><see cref="OpValue.None"/> when the node's log is not available.</returns>
    public async Task<OpValue> ReadAsync(string node, CancellationToken stop)
    {
        using var log = new MemoryStream();
        try
        {
            await cluster.CopyLogsAsync(node, log, stop);
        }
        catch (Exception e) when (e is ClusterUnavailableException or IOException or HttpRequestException)
        {
            return OpValue.None;
        }
        var readNs = Nanoseconds(time.GetUtcNow());
        log.SetLength(Math.Min(log.Length, BytesMax));
        log.Position = 0;
        List<LogEvent> events = [];
        var missed = log.Length == BytesMax ? 1L : 0;
        using var lines = new StreamReader(log, Encoding.UTF8);
        while (await lines.ReadLineAsync(stop) is { } line)
        {
            if (Read(line) is not { } read) continue;
            if (events.Count < NodeLogView.EventsMax) events.Add(read);
            else missed++;
        }
        return new NodeLogView(readNs, events, missed).ToValue();
    }

    /// <summary>Null for anything but the known lines.</summary>
    /// <param name="line">It may begin with the time at which the container engine received it.</param>
    public static LogEvent? Read(string line)
    {
        if (line.IndexOf('{', StringComparison.Ordinal) is var start && start < 0) return null;
        try
        {
            using var document = JsonDocument.Parse(line.AsMemory(start));
            var root = document.RootElement;
            if (!root.TryGetProperty("EventId", out var id) || !id.TryGetInt32(out var number) || !Names.TryGetValue(number, out var name)
                || !root.TryGetProperty("Timestamp", out var stamp) || !root.TryGetProperty("State", out var state)
                || !DateTimeOffset.TryParse(stamp.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return null;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in state.EnumerateObject().Where(f => char.IsAsciiLetterLower(f.Name[0])))
                Add(fields, field.Name, field.Value);
            if (root.TryGetProperty("Scopes", out var scopes) && scopes.ValueKind == JsonValueKind.Array)
                foreach (var scope in scopes.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object))
                    if (scope.TryGetProperty("TraceId", out var trace)) Add(fields, LogEvents.Trace, trace);
            return new LogEvent(Nanoseconds(at), name, fields);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Add(Dictionary<string, string> fields, string name, JsonElement value)
    {
        if ($"{value}" is { Length: > 0 } text) fields[name] = text;
    }

    private static long Nanoseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}
