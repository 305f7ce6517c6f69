using System.Globalization;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Findings;

/// <summary>How findings write times, ops and values.</summary>
internal static class Words
{
    /// <summary>A point in the run: <c>12.304 s</c>.</summary>
    public static string At(long ns) => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e9:0.000} s");

    /// <summary>A duration: <c>354 ms</c>, <c>12.3 s</c>, <c>48 µs</c>.</summary>
    public static string Span(long ns) => ns switch
    {
        >= 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e9:0.0} s"),
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e9:0.00} s"),
        >= 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0} ms"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.0} ms"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e3:0} µs"),
        _ => $"{ns} ns",
    };

    /// <summary>From invocation to completion: <c>12.301–12.304 s</c>.</summary>
    public static string During(in Op op) =>
        op.Outcome == OpType.Ok
            ? string.Create(CultureInfo.InvariantCulture, $"{op.InvokedNs / 1e9:0.000}–{op.CompletedNs / 1e9:0.000} s")
            : $"{At(op.InvokedNs)} (outcome unknown)";

    public static string Value(long value) => value == OpValue.Nil ? "nil" : value.ToString(CultureInfo.InvariantCulture);

    public static string Key(string? key) => key is null ? "the register" : key;

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.###}%");

    public static string Mebibytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):0.0} MiB");

    public static string Many(long count, string one) =>
        count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}s");

    /// <summary>
    /// Why no verdict on single values is possible: the write of a value that looks invented may be among the missing ops.
    /// </summary>
    public static string Dropped(History history) =>
        $"{Many(history.Dropped, "event")} could not be recorded, so what looks wrong may not be, and what looks right neither";
}
