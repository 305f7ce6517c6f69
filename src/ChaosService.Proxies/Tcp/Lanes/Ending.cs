namespace ChaosService.Proxies.Tcp.Lanes;

internal enum EndingKind
{
    /// <summary>Both ends get a reset.</summary>
    Reset,

    /// <summary>Both ends are told that nothing more comes.</summary>
    Close,

    /// <summary>The server's end is reset, and the client is told nothing.</summary>
    HalfOpen,
}

/// <param name="After">The connection was made.</param>
internal sealed record Ending(EndingKind Kind, TimeSpan After);
