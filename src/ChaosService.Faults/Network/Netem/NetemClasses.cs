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
        return [.. document.RootElement.EnumerateArray().Where(IsOurs).OrderBy(Number).Select(Read)];
    }

    private static bool IsOurs(JsonElement qdisc) =>
        qdisc.GetProperty("kind").GetString() == "netem" && Parent(qdisc).StartsWith(TcTree.Root, StringComparison.Ordinal);

    private static int Number(JsonElement qdisc) => Convert.ToInt32(Parent(qdisc)[TcTree.Root.Length..], 16);

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
        var delay = qdisc.GetProperty("options").TryGetProperty("delay", out var found) ? found : default;
        return new(new Shape(Time(delay, "delay"), Time(delay, "jitter")), qdisc.GetProperty("packets").GetInt64());
    }

    /// <summary>tc says seconds, and was told µs.</summary>
    private static TimeSpan Time(JsonElement delay, string name) =>
        delay.ValueKind == JsonValueKind.Object && delay.TryGetProperty(name, out var seconds)
            ? TimeSpan.FromMicroseconds(Math.Round(seconds.GetDouble() * 1e6))
            : TimeSpan.Zero;
}
