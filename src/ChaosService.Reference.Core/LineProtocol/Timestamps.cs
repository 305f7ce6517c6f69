namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>Precisions by their names, and conversion of times.</summary>
internal static class Timestamps
{
    private static readonly Dictionary<string, Precision> Names = new(StringComparer.Ordinal)
    {
        ["auto"] = Precision.Auto,
        ["second"] = Precision.Second,
        ["s"] = Precision.Second,
        ["millisecond"] = Precision.Millisecond,
        ["ms"] = Precision.Millisecond,
        ["microsecond"] = Precision.Microsecond,
        ["us"] = Precision.Microsecond,
        ["u"] = Precision.Microsecond,
        ["nanosecond"] = Precision.Nanosecond,
        ["ns"] = Precision.Nanosecond,
        ["n"] = Precision.Nanosecond,
    };

    public static Precision? Named(string name) => Names.TryGetValue(name, out var precision) ? precision : null;

    /// <returns>Null when the time is not representable in ns.</returns>
    public static long? ToNanoseconds(long value, Precision precision)
    {
        var nanoseconds = (Int128)value * Nanoseconds(precision == Precision.Auto ? Guess(value) : precision);
        // The last representable one is the end of the last range, which ranges exclude.
        return nanoseconds >= long.MinValue && nanoseconds < long.MaxValue ? (long)nanoseconds : null;
    }

    private static Precision Guess(long value) => Int128.Abs(value) switch
    {
        var v when v < 5_000_000_000 => Precision.Second,
        var v when v < 5_000_000_000_000 => Precision.Millisecond,
        var v when v < 5_000_000_000_000_000 => Precision.Microsecond,
        _ => Precision.Nanosecond,
    };

    private static long Nanoseconds(Precision precision) => precision switch
    {
        Precision.Second => 1_000_000_000,
        Precision.Millisecond => 1_000_000,
        Precision.Microsecond => 1_000,
        _ => 1,
    };
}
