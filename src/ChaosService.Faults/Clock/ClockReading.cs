using System.Globalization;
using ChaosService.Docker.Processes;

namespace ChaosService.Faults.Clock;

/// <summary>
/// The offset of a node's clock from ours, read by a process started in the node: somewhere between the two values, because the clock was
/// read at some time between the start and the end of that process.
/// </summary>
/// <param name="Begun">When it began and ended, on a monotonic clock.</param>
internal sealed record ClockReading(TimeSpan Least, TimeSpan Most, long Begun, long Ended)
{
    /// <summary>The largest error from rounding and from the step between two clocks of one machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    /// <summary>Runs with the node's own files and programs, started like the process that is measured.</summary>
    internal static Command Command(FakeClock clock, int pid) =>
        new(
            "nsenter", "--target", $"{pid}", "--mount", "--", "env", $"LD_PRELOAD={clock.Library}",
            $"FAKETIME_TIMESTAMP_FILE={clock.File}", "FAKETIME_NO_CACHE=1", "date", "+%s.%N");

    /// <summary>Null when the node has no such program, or the output of its clock cannot be parsed.</summary>
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

    /// <summary>Whether the reading is possible for an offset that changed from one value to the other meanwhile.</summary>
    public bool Allows(TimeSpan from, TimeSpan to) =>
        Least - Slack <= (from > to ? from : to) && Most + Slack >= (from < to ? from : to);

    /// <summary>In milliseconds: <c>+29,998 ± 12</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Least + Most).TotalMilliseconds / 2:+#,0;-#,0;0} ± {(Most - Least).TotalMilliseconds / 2:#,0} ms");
}
