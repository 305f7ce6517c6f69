using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>The server's end goes and the client is not told: it talks to nobody, until it gives up or the fault ends.</summary>
/// <param name="After">The connection was made; until then everything goes through.</param>
internal sealed record HalfOpenToxic(TimeSpan After) : Toxic
{
    public override Ending Ending => new(EndingKind.HalfOpen, After);
}
