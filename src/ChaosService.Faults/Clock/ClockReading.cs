using System.Globalization;
using ChaosService.Docker.Processes;

namespace ChaosService.Faults.Clock;

/// <summary>
/// What a node's clock is off ours, read by a process that is started in the node for it: somewhere between the two, because the clock was
/// read at some time between the start and the end of that process.
/// </summary>
/// <param name="Begun">When it began and ended, on a clock that nobody sets.</param>
internal sealed record ClockReading(TimeSpan Least, TimeSpan Most, long Begun, long Ended)
{
    /// <summary>What rounding and the step between two clocks of one machine may come to.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    /// <summary>In the node's own files, with its programs, as the process that is meant was started.</summary>
    internal static Command Command(FakeClock clock, int pid) =>
        new(
            "nsenter", "--target", $"{pid}", "--mount", "--", "env", $"LD_PRELOAD={clock.Library}",
            $"FAKETIME_TIMESTAMP_FILE={clock.File}", "FAKETIME_NO_CACHE=1", "date", "+%s.%N");

    /// <summary>Null when the node has no such program, or its clock says nothing that can be read.</summary>
    public static async Task<ClockReading?> TakeAsync(FakeClock clock, int pid, TimeProvider time, CancellationToken cancellationToken)
    {
        var (begun, before) = (time.GetTimestamp(), time.GetUtcNow());
        var result = await CommandRunner.RunAsync(Command(clock, pid), cancellationToken);
        var (after, ended) = (time.GetUtcNow(), time.GetTimestamp());
        return result.Succeeded && Parse(result.Output) is { } read ? new(read - after, read - before, begun, ended) : null;
    }

    /// <summary>Seconds and nanoseconds since 1970: <c>1795933548.608824525</c>.</summary>
    internal static DateTimeOffset? Parse(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    /// <summary>Whether an offset that went from one to the other meanwhile can have been read.</summary>
    public bool Allows(TimeSpan from, TimeSpan to) =>
        Least - Slack <= (from > to ? from : to) && Most + Slack >= (from < to ? from : to);

    /// <summary>In milliseconds: <c>+29,998 ± 12</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Least + Most).TotalMilliseconds / 2:+#,0;-#,0;0} ± {(Most - Least).TotalMilliseconds / 2:#,0} ms");
}
