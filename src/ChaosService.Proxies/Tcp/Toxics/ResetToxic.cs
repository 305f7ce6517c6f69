using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Both ends get a reset.</summary>
/// <param name="After">The time after the connection was made; until then everything passes.</param>
internal sealed record ResetToxic(TimeSpan After) : Toxic
{
    public override Ending Ending => new(EndingKind.Reset, After);
}
