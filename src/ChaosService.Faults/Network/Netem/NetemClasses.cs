using System.Text.Json;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Netem;

/// <summary>Reads what <c>tc -s -j qdisc show</c> says of the netem leaves below our root.</summary>
internal static class NetemClasses
{
    public static IReadOnlyList<HeldPackets> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Where(IsOurs).OrderBy(ClassOf).Select(Read)];
    }

    private static bool IsOurs(JsonElement qdisc) =>
        qdisc.GetProperty("kind").GetString() == "netem" && Parent(qdisc).StartsWith(TcTree.Root, StringComparison.Ordinal);

    private static int ClassOf(JsonElement qdisc) => Convert.ToInt32(Parent(qdisc)[TcTree.Root.Length..], 16);

    private static string Parent(JsonElement qdisc) => qdisc.TryGetProperty("parent", out var parent) ? parent.GetString() ?? "" : "";

    /// <summary>The classes of all devices, counted together; of the device that has the fewest, or another shape than the first.</summary>
    public static IReadOnlyList<HeldPackets> Together(IReadOnlyList<IReadOnlyList<HeldPackets>> devices)
    {
        if (devices.Count == 0) return [];
        var odd = devices.FirstOrDefault(d => !d.Select(c => c.Shape).SequenceEqual(devices[0].Select(c => c.Shape)));
        if (odd is not null) return odd.Count < devices[0].Count ? odd : devices[0];
        return [.. devices[0].Select((c, i) => c with { Packets = devices.Sum(d => d[i].Packets) })];
    }

    private static HeldPackets Read(JsonElement qdisc)
    {
        var options = qdisc.GetProperty("options");
        var shape = new Shape(Time(options, "delay"), Time(options, "jitter"))
        {
            Loss = Loss(options),
            Duplicated = Share(options, "duplicate", "duplicate"),
            Corrupted = Share(options, "corrupt", "corrupt"),
            Reordering = Share(options, "reorder", "reorder") is > 0 and var share ? new(share, (int)Number(options, "gap")) : null,
            Rate = 8 * Number(options, "rate", "rate") is > 0 and var bits && !NetemOptions.IsNoRate(bits)
                ? new((long)bits, TimeSpan.Zero)
                : null,
        };
        // Those that netem drops it does not count among its packets.
        return new(shape, (long)(Number(qdisc, "packets") + Number(qdisc, "drops")));
    }

    private static PacketLoss Loss(JsonElement options)
    {
        double Model(string name) => Share(options, "loss-gemodel", name);
        double State(string name) => Share(options, "loss-state", name);
        if (options.TryGetProperty("loss-state", out _))
            return PacketLoss.InStates(new(State("p13"), State("p31"), State("p32"), State("p23"), State("p14")));
        return options.TryGetProperty("loss-gemodel", out _)
            ? new(Model("p"), Model("r"), Model("1-h"), Model("1-k"))
            : PacketLoss.Random(Share(options, "loss-random", "loss"));
    }

    /// <summary>tc says seconds, and was told µs.</summary>
    private static TimeSpan Time(JsonElement options, string name) =>
        NetemOptions.Told(TimeSpan.FromSeconds(Number(options, "delay", name)));

    private static double Share(JsonElement options, params ReadOnlySpan<string> path) => NetemOptions.Told(Number(options, path));

    /// <summary>0 where tc says nothing of it.</summary>
    private static double Number(JsonElement options, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (options.ValueKind != JsonValueKind.Object || !options.TryGetProperty(name, out options)) return 0;
        return options.ValueKind == JsonValueKind.Number ? options.GetDouble() : 0;
    }
}
