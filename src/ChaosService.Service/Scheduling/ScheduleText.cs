using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Service.Scheduling;

/// <summary>A spec in a line of words: <c>cron 0 0 2 * * ? (Europe/Berlin), jitter 2m, misfire skip, concurrency forbid</c>.</summary>
internal static class ScheduleText
{
    public static string Of(ScheduleSpec spec) => string.Join(", ", Parts(spec));

    private static IEnumerable<string> Parts(ScheduleSpec spec)
    {
        yield return spec.Every is { } every ? $"every {Quantity.Format(every)}" : $"cron {spec.Cron} ({spec.TimeZone})";
        if (spec.Jitter > TimeSpan.Zero) yield return $"jitter {Quantity.Format(spec.Jitter)}";
        foreach (var (from, to) in spec.ExcludedDays)
            yield return from == to ? $"not on {from:yyyy-MM-dd}" : $"not from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}";
        foreach (var cron in spec.ExcludedTimes) yield return $"not at {cron}";
        yield return spec.Misfire == MisfirePolicy.FireOnce ? "misfire fireOnce" : "misfire skip";
        yield return $"concurrency {Word(spec.Concurrency)}";
    }

    private static string Word(Concurrency concurrency) => concurrency switch
    {
        Concurrency.Queue => "queue",
        Concurrency.Replace => "replace",
        _ => "forbid",
    };
}
