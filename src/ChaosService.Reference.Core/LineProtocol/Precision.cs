namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>In what a line's timestamp counts.</summary>
internal enum Precision
{
    /// <summary>What makes the timestamp a time between 1970 and 2128.</summary>
    Auto,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}
