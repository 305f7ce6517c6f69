using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>The server's end is closed and the client is not notified: it talks to nobody, until it gives up or the fault ends.</summary>
/// <param name="After">The time after the connection was made; until then everything passes.</param>
internal sealed record HalfOpenToxic(TimeSpan After) : Toxic
{
    public override Ending Ending => new(EndingKind.HalfOpen, After);
}
