using System.Globalization;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>Publishes an event as if a node had changed a key: with a time and an id that no node would give it at this moment.</summary>
internal sealed class EventKind(TimeProvider time) : IActionKind
{
    private const int PortDefault = 1883;
    private const int OpIdDigits = 32;
    private const string Delete = "del";

    public string Name => "merklekv-event";

    public string Summary => "a change of a key that is published to the nodes' broker, with a chosen time and id";

    public ActionParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        reader.Require("key", "name the key: write 'key: k0'");
        var (node, port) = (reader.Text("node") ?? "broker", reader.Integer("port", 1, 65535) ?? PortDefault);
        var topic = reader.Text("topic");
        var op = reader.Choice("op", "set", Delete, "incr", "decr", "append", "prepend") ?? "set";
        var (key, value) = (Key(reader), Value(reader, op));
        var (timestamp, offset) = Time(reader);
        var id = OpId(reader);
        var source = reader.Text("source") ?? "operator";
        return key is null || reader.Problems.Count > problems
            ? null : new EventParameters(node, (int)port, topic, op, key, value, timestamp, offset, id, source);
    }

    public string DryRun(ActionParameters parameters) => $"publish to {((EventParameters)parameters).Node}: {parameters}";

    public IAction Create(ActionParameters parameters, ICluster cluster) => Create(parameters, cluster, "");

    public IAction Create(ActionParameters parameters, ICluster cluster, string keyPrefix) =>
        new EventAction((EventParameters)parameters, cluster, keyPrefix, time);

    private static string? Key(MapReader reader)
    {
        var key = reader.Text("key");
        if (key is null || (key.Length > 0 && !key.Any(c => c == ' ' || char.IsControl(c)))) return key;
        reader.Problems.Add(reader.PlaceOf("key"), "'key' is no key", key, "write it without blanks and control characters");
        return null;
    }

    private static string? Value(MapReader reader, string op)
    {
        var value = reader.Text("value");
        if ((value is null) == (op == Delete)) return value;
        reader.Problems.Add(
            reader.Has("value") ? reader.PlaceOf("value") : reader.Place, $"what the key has after the {op} is not clear", value,
            op == Delete ? "leave out 'value'" : "write 'value: …', the whole of it");
        return null;
    }

    /// <summary>At most one of the three keys.</summary>
    private static (ulong? Timestamp, TimeSpan Offset) Time(MapReader reader)
    {
        var (text, ahead, behind) = (reader.Text("ts"), reader.Duration("ahead"), reader.Duration("behind"));
        if (new[] { text is not null, ahead is not null, behind is not null }.Count(given => given) > 1)
            reader.Problems.Add(reader.Place, "the time is not clear", null, "write one of 'ts', 'ahead' and 'behind'");
        if (text is null) return (null, (ahead ?? TimeSpan.Zero) - (behind ?? TimeSpan.Zero));
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)) return (timestamp, TimeSpan.Zero);
        reader.Problems.Add(reader.PlaceOf("ts"), "'ts' is no time", text, $"write ns since 1970, from 0 to {ulong.MaxValue}");
        return default;
    }

    /// <summary>Its first digits.</summary>
    private static string OpId(MapReader reader)
    {
        var id = reader.Text("id") ?? "";
        if (id.Length > OpIdDigits || !id.All(char.IsAsciiHexDigit))
            reader.Problems.Add(reader.PlaceOf("id"), "'id' is no id", id, $"write up to {OpIdDigits} digits in hex, such as ff");
        return id.ToLowerInvariant();
    }
}
