namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>The unit of a line's timestamp.</summary>
internal enum Precision
{
    /// <summary>The unit that puts the timestamp between 1970 and 2128.</summary>
    Auto,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}
