using System.Globalization;
using System.Text;
using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;

namespace ChaosService.Workloads.Logs;

/// <summary>Reads the structured lines that a node has logged, as one JSON object for each.</summary>
/// <param name="names">What the lines that are looked at are called, by their event ids.</param>
internal sealed class LogReader(ICluster cluster, IReadOnlyDictionary<int, string> names, TimeProvider time)
{
    /// <summary>The rest of a longer log is not read, and its lines count as missed.</summary>
    private const long BytesMax = 64 << 20;

    private const string TraceField = "trace_id";

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
            if (Read(line, names) is not { } read) continue;
            if (events.Count < NodeLogView.EventsMax) events.Add(read);
            else missed++;
        }
        return new NodeLogView(readNs, events, missed).ToValue();
    }

    /// <summary>Null for anything but the known lines.</summary>
    /// <param name="line">It may begin with the time at which the container engine received it.</param>
    public static LogEvent? Read(string line, IReadOnlyDictionary<int, string> names)
    {
        if (line.IndexOf('{', StringComparison.Ordinal) is var start && start < 0) return null;
        try
        {
            using var document = JsonDocument.Parse(line.AsMemory(start));
            var root = document.RootElement;
            if (!root.TryGetProperty("EventId", out var id) || !id.TryGetInt32(out var number) || !names.TryGetValue(number, out var name)
                || !root.TryGetProperty("Timestamp", out var stamp) || !root.TryGetProperty("State", out var state)
                || !DateTimeOffset.TryParse(stamp.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return null;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in state.EnumerateObject().Where(f => f.Name != "Message" && char.IsAsciiLetter(f.Name[0])))
                Add(fields, field.Name, field.Value);
            if (root.TryGetProperty("Scopes", out var scopes) && scopes.ValueKind == JsonValueKind.Array)
                foreach (var scope in scopes.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object))
                    if (scope.TryGetProperty("TraceId", out var trace)) Add(fields, TraceField, trace);
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
