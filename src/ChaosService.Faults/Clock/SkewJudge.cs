namespace ChaosService.Faults.Clock;

/// <summary>
/// Whether readings of a clock show the offset that was asked for, in the way in which it was: there, growing, or coming and going.
/// </summary>
internal sealed class SkewJudge(ClockSkewParameters asked)
{
    private readonly List<ClockReading> _telling = [];
    private bool _isThere;
    private bool _isGone;

    /// <summary>A reading can be right for a clock that was set so at that time. False for ever when one cannot.</summary>
    public bool IsPossible { get; private set; } = true;

    /// <summary>The readings so far can be explained by nothing else.</summary>
    public bool IsProven => IsPossible && (asked.Strobe, asked.Over) switch
    {
        (not null, _) => _isThere && _isGone,
        (_, not null) => _telling.Count > 0 && _telling.Exists(r => Grew(_telling[0], r)),
        _ => _isThere,
    };

    /// <summary>How many readings could tell an offset from none, and the last of them.</summary>
    public string Measured => _telling.Count == 0 ? "nothing that can be told from none" : $"{_telling[^1]} (n = {_telling.Count})";

    /// <param name="begun">When the reading began, from the fault's beginning.</param>
    /// <param name="ended">When it ended.</param>
    public void Add(ClockReading reading, TimeSpan begun, TimeSpan ended)
    {
        var (none, whole) = (reading.Allows(TimeSpan.Zero, TimeSpan.Zero), reading.Allows(asked.Offset, asked.Offset));
        if (asked.Over is null)
        {
            // A strobe may have come or gone meanwhile, but its clock is one of the two at any time.
            IsPossible &= whole || (asked.Strobe is not null && none);
            _isThere |= whole && !none;
            _isGone |= none && !whole;
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
