using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Configuration;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Corrupt;

/// <summary>Some packets arrive damaged, which the receiver notices by their checksums.</summary>
internal sealed class CorruptKind(DockerClient docker, NodeNetworks networks) : ImpairmentKind(docker, networks)
{
    public override string Name => "network-corrupt";

    public override string Summary => "turns a bit over in packets that nodes send (netem, else NFQUEUE)";

    protected override ImpairmentParameters? BindOwn(MapReader reader, PeerChoice to, Direction direction) =>
        Percent(reader) is { } share ? new CorruptParameters(share, to, direction) : null;
}
