namespace ChaosService.Faults.Clock;

/// <summary>
/// Whether readings of a clock show the requested offset in the requested form: constant, drifting, or strobing.
/// </summary>
internal sealed class SkewJudge(ClockSkewParameters asked)
{
    private readonly List<ClockReading> _telling = [];
    private ClockReading? _there;
    private ClockReading? _gone;

    /// <summary>A reading can be right for a clock that was set so at that time. False for ever when one cannot.</summary>
    public bool IsPossible { get; private set; } = true;

    /// <summary>Nothing else can explain the readings so far.</summary>
    public bool IsProven => IsPossible && (asked.Strobe, asked.Over) switch
    {
        (not null, _) => _there is not null && _gone is not null,
        (_, not null) => _telling.Count > 0 && _telling.Exists(r => Grew(_telling[0], r)),
        _ => _there is not null,
    };

    /// <summary>The readings that prove it, and of how many that could tell an offset from none.</summary>
    public string Measured
    {
        get
        {
            IEnumerable<ClockReading?> shown = asked.Over is null ? [_there, _gone] : [_telling.FirstOrDefault(), _telling.LastOrDefault()];
            var words = shown.OfType<ClockReading>().Distinct().Select(r => $"{r}").ToList();
            return words.Count == 0 ? "nothing that tells an offset" : $"{string.Join(", then ", words)} (n = {_telling.Count})";
        }
    }

    /// <param name="begun">When the reading began, from the fault's beginning.</param>
    /// <param name="ended">When it ended.</param>
    public void Add(ClockReading reading, TimeSpan begun, TimeSpan ended)
    {
        var (none, whole) = (reading.Allows(TimeSpan.Zero, TimeSpan.Zero), reading.Allows(asked.Offset, asked.Offset));
        if (asked.Over is null)
        {
            // A strobe may have come or gone meanwhile, but its clock is one of the two at any time.
            IsPossible &= whole || (asked.Strobe is not null && none);
            if (whole && !none) _there = reading;
            if (none && !whole) _gone = reading;
            if (whole != none) _telling.Add(reading);
            return;
        }
        // The file was set a step ago at the latest, and on a busy machine some later.
        var late = begun - 10 * ClockSkewParameters.Step;
        IsPossible &= reading.Allows(asked.At(late < TimeSpan.Zero ? TimeSpan.Zero : late), asked.At(ended));
        _telling.Add(reading);
    }

    private bool Grew(ClockReading first, ClockReading second) =>
        asked.Offset > TimeSpan.Zero ? second.Least > first.Most : second.Most < first.Least;
}
