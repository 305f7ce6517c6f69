using ChaosService.Faults.Sharing;
using ChaosService.Model.Configuration;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Faults.Proxy.Calls;

/// <summary>Reads what all faults of calls have: when, and how late. Null when it cannot be used.</summary>
internal static class CallReader
{
    private static readonly TimeSpan DelayMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(5);

    public static (TimeSpan Delay, Stage Stage)? When(MapReader reader)
    {
        var delay = reader.Duration("delay", TimeSpan.Zero, DelayMin, DelayMax);
        var stage = reader.Choice("stage", "request", "response");
        if (delay is null || (stage is null && reader.Has("stage"))) return null;
        return (delay.Value, stage == "response" ? Stage.Response : Stage.Request);
    }

    /// <summary>At least one of what can be done is there, and of those that exclude each other not more than one.</summary>
    public static bool HasOne(MapReader reader, IReadOnlyList<string> exclusive, IReadOnlyList<string> all)
    {
        string[] given = [.. exclusive.Where(reader.Has)];
        if (given.Length > 1)
            Wrong(reader, given[1], $"does not go with '{given[0]}'", $"write one of: {string.Join(", ", exclusive)}; or two faults");
        var hasAny = all.Any(reader.Has);
        if (!hasAny)
            reader.Problems.Add(reader.Place, "nothing is done to the calls", null, $"write at least one of: {string.Join(", ", all)}");
        return given.Length <= 1 && hasAny;
    }

    public static void Wrong(MapReader reader, string key, string what, string fix) =>
        reader.Problems.Add(reader.PlaceOf(key), $"'{key}' {what}", reader.Text(key), fix);
}
