using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Both ends get a reset.</summary>
/// <param name="After">The connection was made; until then everything goes through.</param>
internal sealed record ResetToxic(TimeSpan After) : Toxic
{
    public override Ending Ending => new(EndingKind.Reset, After);
}
