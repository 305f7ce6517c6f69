using System.Globalization;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Actions.Mqtt;

/// <summary>Publishes messages of one's own making to a broker: what no node would send, or nobody at this time.</summary>
internal sealed class MqttPublishKind : IActionKind
{
    private const int PortDefault = 1883;
    private const int CountMax = 100_000;
    private const int MutateMax = 1_000;
    private const int SizeMax = 1 << 24;

    public string Name => "mqtt-publish";

    public string Summary => "messages that are published to an MQTT broker, whole or with some bytes changed";

    public ActionParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        reader.Require("node", "name the broker: write 'node: broker'");
        reader.Require("topic", "say on which topic: write 'topic: merkle_kv/events'");
        var (node, topic) = (reader.Text("node"), Topic(reader));
        var port = reader.Integer("port", 1, 65535) ?? PortDefault;
        var payload = Payload(reader);
        var count = reader.Integer("count", 1, CountMax) ?? 1;
        var qos = reader.Integer("qos", 0, 1) ?? 1;
        var retain = reader.Flag("retain") ?? false;
        var mutate = reader.Integer("mutate", 0, MutateMax) ?? 0;
        var seed = reader.Integer("seed", 0, int.MaxValue) ?? 1;
        var size = Size(reader, payload);
        var client = reader.Text("client");
        return node is null || topic is null || payload is null || reader.Problems.Count > problems
            ? null
            : new MqttPublishParameters(
                node, (int)port, topic, payload, (int)count, (int)qos, retain, (int)mutate, (int)seed, size, client);
    }

    public string DryRun(ActionParameters parameters)
    {
        var publish = (MqttPublishParameters)parameters;
        var bytes = publish.Size ?? publish.Payload.Length / 2;
        var mutated = publish.Mutate == 0 ? "" : $", {publish.Mutate} of them changed";
        var messages = publish.Count == 1 ? "a message" : $"{publish.Count:#,0} messages";
        return $"publish {messages} of {bytes.ToString(CultureInfo.InvariantCulture)} bytes{mutated} on {publish.Topic} at "
            + $"{publish.Node}:{publish.Port}";
    }

    public IAction Create(ActionParameters parameters, ICluster cluster) =>
        new MqttPublishAction((MqttPublishParameters)parameters, cluster);

    private static string? Topic(MapReader reader)
    {
        var topic = reader.Text("topic");
        if (topic is null || (topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0)) return topic;
        reader.Problems.Add(reader.PlaceOf("topic"), "'topic' is no topic to publish on", topic, "write it whole, without '+' and '#'");
        return null;
    }

    private static int? Size(MapReader reader, string? payload)
    {
        if (reader.Bytes("size") is not { } size) return null;
        if (size is > 0 and <= SizeMax && payload is not "") return (int)size;
        reader.Problems.Add(
            reader.PlaceOf("size"), "'size' is no size of a message that repeats its payload", reader.Text("size"),
            "write up to 16MiB, and a payload that is not empty");
        return null;
    }

    /// <summary>In hex. Null when it is missing or wrong.</summary>
    private static string? Payload(MapReader reader)
    {
        var (text, hex) = (reader.Text("text"), reader.Text("hex"));
        if ((text is null) == (hex is null))
        {
            reader.Problems.Add(reader.Place, "what is published is not clear", null, "write either 'text: …' or 'hex: …'");
            return null;
        }
        if (text is not null) return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        if (hex!.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)) return hex;
        reader.Problems.Add(reader.PlaceOf("hex"), "'hex' is not bytes in hex", hex, "write two digits for each byte, such as a16176f6");
        return null;
    }
}
