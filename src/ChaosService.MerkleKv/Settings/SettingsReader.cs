using System.Globalization;
using System.Net;
using ChaosService.MerkleKv.Bugs;

namespace ChaosService.MerkleKv.Settings;

/// <summary>
/// Reads settings under one name each. All errors are reported at once, with the name, the value and what is expected.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration, List<string> errors)
{
    /// <summary>What brokers accept.</summary>
    private const int ClientIdMax = 128;

    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "config", "host", "port", "engine", "storage_path", "dialect", "replication", "mqtt_broker", "mqtt_port", "topic_prefix",
        "client_id", "mqtt_session", "keep_alive_seconds", "answer_limit_ms", "reconnect_min_ms", "reconnect_max_ms", "resend_after_ms",
        "backlog", "backlog_bytes_max", "dedupe_max", "connections_max", "compact_bytes", "log_level", "bugs",
    };

    /// <returns>Null when there is an error.</returns>
    public NodeSettings? Read()
    {
        var settings = new NodeSettings
        {
            Host = Host(Text("HOST", "0.0.0.0")),
            Port = (int)Number("PORT", 7379, 0, ushort.MaxValue),
            StorageFolder = Choice("ENGINE", "memory", "persistent") == "memory" ? null : Text("STORAGE_PATH", "data"),
            Dialect = Choice("DIALECT", "current", "classic") == "current" ? Dialect.Current : Dialect.Classic,
            Replication = IsReplicating() ? Replication() : null,
            ConnectionsMax = (int)Number("CONNECTIONS_MAX", 4096, 1, 1_000_000),
            CompactBytes = Number("COMPACT_BYTES", 4 << 20, 1024, 1L << 40),
            LogLevel = Level(Choice("LOG_LEVEL", "info", "debug", "warn")),
            Bugs = BugNames.Parse(Text("BUGS", ""), errors),
        };
        return errors.Count == 0 ? settings : null;
    }

    /// <summary>true and false are what files of the original have.</summary>
    private bool IsReplicating()
    {
        var text = Text("REPLICATION", "off");
        if (text is "on" or "true") return true;
        if (text is not ("off" or "false")) errors.Add($"REPLICATION '{text}': give on or off.");
        return false;
    }

    private ReplicationSettings Replication()
    {
        var (least, most) = (Number("RECONNECT_MIN_MS", 200, 1, 3_600_000), Number("RECONNECT_MAX_MS", 5000, 1, 3_600_000));
        if (least > most) errors.Add($"RECONNECT_MIN_MS '{least}' is above RECONNECT_MAX_MS '{most}': give a smaller one.");
        return new()
        {
            Broker = Text("MQTT_BROKER", "localhost"),
            BrokerPort = (int)Number("MQTT_PORT", 1883, 1, ushort.MaxValue),
            TopicPrefix = Prefix(Text("TOPIC_PREFIX", "merkle_kv")),
            ClientId = ClientId(Text("CLIENT_ID", "")),
            IsCleanSession = Choice("MQTT_SESSION", "persistent", "clean") == "clean",
            KeepAlive = TimeSpan.FromSeconds(Number("KEEP_ALIVE_SECONDS", 30, 1, 65_535)),
            AnswerLimit = Milliseconds("ANSWER_LIMIT_MS", 5000, 1),
            ReconnectMin = TimeSpan.FromMilliseconds(least),
            ReconnectMax = TimeSpan.FromMilliseconds(most),
            ResendAfter = Milliseconds("RESEND_AFTER_MS", 12_000, 0),
            BacklogMax = (int)Number("BACKLOG", 100_000, 1, 10_000_000),
            BacklogBytesMax = Number("BACKLOG_BYTES_MAX", 64 << 20, 1 << 20, 1L << 40),
            DedupeMax = (int)Number("DEDUPE_MAX", 100_000, 1, 10_000_000),
        };
    }

    private IPAddress Host(string text)
    {
        if (text == "localhost") return IPAddress.Loopback;
        if (IPAddress.TryParse(text, out var address)) return address;
        errors.Add($"HOST '{text}': give an address of this machine, such as 0.0.0.0 for all of them.");
        return IPAddress.Loopback;
    }

    private string Prefix(string text)
    {
        if (text.AsSpan().ContainsAny("+#") || text.Any(char.IsControl) || text.StartsWith('/') || text.EndsWith('/'))
            errors.Add($"TOPIC_PREFIX '{text}': give a topic without + and #, and without / at its ends.");
        return text;
    }

    private string ClientId(string text)
    {
        if (text.Length is 0 or > ClientIdMax || text.Any(char.IsControl))
            errors.Add($"CLIENT_ID '{text}': the node replicates, so give it a name of its own, of 1 to {ClientIdMax} characters.");
        return text;
    }

    private TimeSpan Milliseconds(string name, long otherwise, long least) =>
        TimeSpan.FromMilliseconds(Number(name, otherwise, least, 3_600_000));

    private string Text(string name, string otherwise) => configuration[name] is { Length: > 0 } value ? value : otherwise;

    private long Number(string name, long otherwise, long least, long most)
    {
        var text = Text(name, otherwise.ToString(CultureInfo.InvariantCulture));
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        errors.Add($"{name} '{text}': give a whole number from {least} to {most}.");
        return otherwise;
    }

    /// <returns>One of the values; the first is the default.</returns>
    private string Choice(string name, params string[] values)
    {
        var text = Text(name, values[0]);
        if (values.FirstOrDefault(v => v.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } value) return value;
        errors.Add($"{name} '{text}': give {string.Join(" or ", values)}.");
        return values[0];
    }

    private static LogLevel Level(string text) => text switch
    {
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
