namespace ChaosService.Model.Experiments;

/// <summary>When the service starts an experiment. Exactly one of <see cref="Cron"/> and <see cref="Every"/> is set.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Six or seven fields, seconds first, read in <see cref="TimeZone"/>.</summary>
    public string? Cron { get; init; }

    /// <summary>Whole seconds, at least one. The first firing is one period after the schedule was applied or resumed.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>An IANA name. Cron expressions and excluded days are read in it.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whole days on which it does not fire.</summary>
    public IReadOnlyList<DayRange> ExcludedDays { get; init; } = [];

    /// <summary>Cron expressions: it does not fire in any second that one of them matches.</summary>
    public IReadOnlyList<string> ExcludedTimes { get; init; } = [];

    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.Skip;

    public Concurrency Concurrency { get; init; } = Concurrency.Forbid;

    /// <summary>Each firing is up to this late; how late is drawn from a seed.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Known to the service, but does not fire until it is resumed.</summary>
    public bool Paused { get; init; }
}

/// <summary>Consecutive days, including the last one.</summary>
public readonly record struct DayRange(DateOnly From, DateOnly To);

/// <summary>What happens to firings that were missed because the service was down or too busy.</summary>
public enum MisfirePolicy
{
    /// <summary>Go on with the next one.</summary>
    Skip,

    /// <summary>Fire once immediately, however many were missed, then go on with the next one.</summary>
    FireOnce,
}
