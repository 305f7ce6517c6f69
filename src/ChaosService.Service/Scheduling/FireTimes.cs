using System.Buffers;
using ChaosService.Model.Experiments;
using Quartz;

namespace ChaosService.Service.Scheduling;

/// <summary>
/// When a schedule fires: the times that Quartz computes for its trigger, without those that are excluded and those that are an hour's
/// second occurrence. It skips excluded times, while Quartz tries every candidate in them.
/// </summary>
internal sealed class FireTimes
{
    /// <summary>
    /// Skips, not candidates: reached only by exclusions that begin and end every second for days, which count as excluding for
    /// ever.
    /// </summary>
    private const int LeapsMax = 1_000_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A cron expression with one of these in its seconds, minutes or hours is a rhythm, which an hour that occurs twice does not
    /// interrupt.
    /// </summary>
    private static readonly SearchValues<char> OfABeat = SearchValues.Create("*/-");

    private readonly TimeZoneInfo _zone;
    private readonly IReadOnlyList<DayRange> _days;
    private readonly CronExpression[] _times;
    private readonly bool _beat;

    public FireTimes(ScheduleSpec spec)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(spec.TimeZone);
        _days = spec.ExcludedDays;
        _times = [.. spec.ExcludedTimes.Select(t => new CronExpression(t, _zone))];
        _beat = spec.Cron is null || TimeOfDay(spec.Cron).Any(field => field.AsSpan().ContainsAny(OfABeat));
    }

    /// <summary>The first one after a moment; null when there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment, ITrigger trigger)
    {
        var at = trigger.GetFireTimeAfter(moment);
        for (var leaps = 0; at is { } candidate && leaps < LeapsMax; leaps++)
        {
            if (!IsClosed(candidate, out var until)) return candidate;
            if (until is not { } open) return null;
            at = trigger.GetFireTimeAfter(open - Second);
            // An interval's firings may be between two seconds.
            if (at < open) at = trigger.GetFireTimeAfter(at);
            // Quartz's own computation of an interval ends after 2^31 seconds, and begins again in the past.
            if (at <= candidate) return null;
        }
        return null;
    }

    /// <summary>The time of day had come before, an hour ago, and the schedule names it as one time: it fired then.</summary>
    public bool IsSecondComing(DateTimeOffset at)
    {
        if (_beat) return false;
        var local = TimeZoneInfo.ConvertTime(at, _zone);
        return _zone.IsAmbiguousTime(local.DateTime) && local.Offset == _zone.GetAmbiguousTimeOffsets(local.DateTime).Min();
    }

    /// <param name="until">When it may be open again; null: never.</param>
    private bool IsClosed(DateTimeOffset at, out DateTimeOffset? until)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);
        if (IsExcluded(day))
        {
            until = OpenDayAfter(day);
            return true;
        }
        foreach (var time in _times)
        {
            if (!time.IsSatisfiedBy(at)) continue;
            until = time.GetNextInvalidTimeAfter(at) is { } end ? Later(end, at + Second) : null;
            return true;
        }
        until = at + Second;
        return IsSecondComing(at);
    }

    private DateTimeOffset? OpenDayAfter(DateOnly day)
    {
        do
        {
            if (day == DateOnly.MaxValue) return null;
            day = day.AddDays(1);
        }
        while (IsExcluded(day));
        return StartOf(day);
    }

    /// <summary>Its first midnight, where a change of the clock makes two; where it leaves out that hour, the end of the gap.</summary>
    private DateTimeOffset StartOf(DateOnly day)
    {
        var start = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(start)) start = start.AddMinutes(1);
        return new DateTimeOffset(
            start, _zone.IsAmbiguousTime(start) ? _zone.GetAmbiguousTimeOffsets(start).Max() : _zone.GetUtcOffset(start));
    }

    /// <summary>The fields of second, minute and hour.</summary>
    private static IEnumerable<string> TimeOfDay(string cron) => cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private bool IsExcluded(DateOnly day) => _days.Any(range => range.From <= day && day <= range.To);
}
