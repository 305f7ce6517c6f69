namespace ChaosService.Telemetry.Metrics.Slo;

/// <summary>
/// One objective of one experiment, over the runs of the last 30 days and the active one. An objective of 99% allows one op in a hundred to
/// be bad: that share is the error budget. Not thread-safe.
/// </summary>
internal sealed class SloBudget
{
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    private readonly TimeRing _minutes = new(TimeSpan.FromMinutes(1), 360);
    private readonly TimeRing _hours = new(TimeSpan.FromHours(1), 720);

    /// <summary>As declared by the last run that began, 0 to 1.</summary>
    public required double Objective { get; set; }

    public void Add(DateTimeOffset now, long ops, long good)
    {
        _minutes.Add(now, ops, good);
        _hours.Add(now, ops, good);
    }

    /// <summary>The share of good ops in the period; null when there were none.</summary>
    public double? Compliance(DateTimeOffset now) => Sum(now, Period) is { Ops: > 0 } sum ? (double)sum.Good / sum.Ops : null;

    /// <summary>1: nothing of the period's budget is used; 0: all of it; negative: more than there was. Null without ops.</summary>
    public double? Remaining(DateTimeOffset now) => Compliance(now) is { } compliance ? 1 - Burn(1 - compliance) : null;

    /// <summary>
    /// How many times faster than the objective allows the budget is used: 1 uses it up in exactly the period. 0 without ops: without
    /// requests nothing burns.
    /// </summary>
    public double BurnRate(DateTimeOffset now, TimeSpan window) =>
        Sum(now, window) is { Ops: > 0 } sum ? Burn(1 - ((double)sum.Good / sum.Ops)) : 0;

    /// <summary>An objective of 100% has no budget: the first bad op exceeds it infinitely.</summary>
    private double Burn(double bad) => bad <= 0 ? 0 : bad / (1 - Objective);

    private (long Ops, long Good) Sum(DateTimeOffset now, TimeSpan window) =>
        (window > TimeSpan.FromHours(6) ? _hours : _minutes).Sum(now, window);
}
