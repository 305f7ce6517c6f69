using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Shaping;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>In queues of ours, where packets arrive.</summary>
[Trait("needs", "docker")]
public sealed class NfqueueConformanceTests(ITestOutputHelper output) : ShapeConformance(output)
{
    internal override IShaper Shaper { get; } = new NfqueueShaper(TimeProvider.System);

    protected override bool AtSender => false;

    protected override async Task SkipWhereItCannotBeAsync()
    {
        var nfqueue = await NetworkProbes.NfqueueAsync(CancellationToken.None);
        Assert.SkipUnless(nfqueue.Available, nfqueue.Detail);
    }
}
