namespace ChaosService.Proxies.Tcp.Lanes;

internal enum EndingKind
{
    /// <summary>Both ends get a reset.</summary>
    Reset,

    /// <summary>Both ends see the end of the stream.</summary>
    Close,

    /// <summary>The server's end is reset, and the client is not notified.</summary>
    HalfOpen,
}

/// <param name="After">The time after the connection was made.</param>
internal sealed record Ending(EndingKind Kind, TimeSpan After);
