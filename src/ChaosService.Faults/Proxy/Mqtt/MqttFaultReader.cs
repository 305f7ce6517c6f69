using ChaosService.Faults.Sharing;
using ChaosService.Model.Configuration;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Mqtt.Packets;

namespace ChaosService.Faults.Proxy.Mqtt;

/// <summary>
/// Reads what is done to messages, and to which. Null when it is wrong; the reader holds the problems. A key of another effect is unknown.
/// </summary>
internal static class MqttFaultReader
{
    /// <summary>That brokers listen on, without TLS.</summary>
    public const int PortDefault = 1883;

    private const int CopiesMax = 10;
    private const int GroupMin = 2;
    private const int GroupMax = 100;
    private const int GroupDefault = 3;

    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, (string? Key, Func<MapReader, MqttEffect?> Read)> Effects = new(StringComparer.Ordinal)
    {
        ["drop"] = (null, _ => new DropEffect()),
        ["delay"] = ("delay", Delay),
        ["duplicate"] = ("copies", r => Count(r, "copies", 1, CopiesMax, 1) is { } copies ? new DuplicateEffect(copies) : null),
        ["reorder"] = ("group", r => Count(r, "group", GroupMin, GroupMax, GroupDefault) is { } group ? new ReorderEffect(group) : null),
    };

    public static MqttFault? Read(MapReader reader)
    {
        var (topic, effect) = (Topic(reader), Effect(reader));
        var direction = reader.Choice("direction", "published", "delivered", "both");
        if (topic is null || effect is null || (direction is null && reader.Has("direction"))) return null;
        return new(topic, effect, Published: direction != "delivered", Delivered: direction is "delivered" or "both");
    }

    private static string? Topic(MapReader reader)
    {
        var topic = reader.Text("topic") ?? (reader.Has("topic") ? null : "#");
        if (topic is null || TopicFilter.IsValid(topic)) return topic;
        reader.Problems.Add(
            reader.PlaceOf("topic"), "'topic' is no filter of topics", topic,
            "write it as a subscriber does: '+' for any one level, '#' for all that follow at the end");
        return null;
    }

    private static MqttEffect? Effect(MapReader reader)
    {
        reader.Require("effect", $"write what is done to messages, one of: {string.Join(", ", Effects.Keys)}");
        if (reader.Choice("effect", [.. Effects.Keys]) is { } name) return Effects[name].Read(reader);
        // Which keys belong is not known: all of them do.
        foreach (var key in Effects.Values.Select(e => e.Key).OfType<string>()) _ = reader.Node(key);
        return null;
    }

    private static DelayEffect? Delay(MapReader reader)
    {
        reader.Require("delay", "write how much later messages arrive, such as 'delay: 200ms'");
        return reader.Duration("delay", null, DelayMin, DelayMax) is { } delay ? new(delay) : null;
    }

    private static int? Count(MapReader reader, string key, int least, int most, int without) =>
        (int?)reader.Integer(key, least, most) ?? (reader.Has(key) ? null : without);
}
