using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Shaping;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>In the kernel, where packets leave; tests/netem/run boots a guest that can.</summary>
[Trait("needs", "netem")]
public sealed class NetemConformanceTests(ITestOutputHelper output) : ShapeConformance(output)
{
    internal override IShaper Shaper { get; } = new NetemShaper();

    protected override bool AtSender => true;

    protected override async Task SkipWhereItCannotBeAsync()
    {
        var netem = await NetworkProbes.NetemAsync(CancellationToken.None);
        Assert.SkipUnless(netem.Available, $"{netem.Detail}; tests/netem/run boots a guest that has it");
    }
}
