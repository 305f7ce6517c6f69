using ChaosService.Model.Configuration;
using ChaosService.Proxies.Choosing;

namespace ChaosService.Faults.Proxy.Choosing;

/// <summary>Reads which of the matching calls or messages a fault is for. Null when it cannot be used.</summary>
internal static class ChoiceReader
{
    private const long CountMax = 1_000_000;

    public static Choice? Read(MapReader reader)
    {
        var (after, first, nth) =
            (reader.Integer("after", 0, CountMax), reader.Integer("first", 1, CountMax), reader.Integer("nth", 1, CountMax));
        var share = Share(reader);
        string[] keys = ["after", "first", "nth", "percent"];
        object?[] values = [after, first, nth, share];
        return keys.Zip(values).Any(k => k.Second is null && reader.Has(k.First)) ? null : new(after ?? 0, first, nth ?? 1, share ?? 1);
    }

    private static double? Share(MapReader reader)
    {
        if (reader.Share("percent") is not { } share) return null;
        if (share is > 0 and <= 1) return share;
        reader.Problems.Add(
            reader.PlaceOf("percent"), "'percent' is out of range", reader.Text("percent"), "write a percentage above 0% and up to 100%");
        return null;
    }
}
