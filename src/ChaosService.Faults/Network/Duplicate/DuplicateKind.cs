using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Configuration;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Duplicate;

/// <summary>Some packets arrive twice.</summary>
internal sealed class DuplicateKind(DockerClient docker, NodeNetworks networks) : ImpairmentKind(docker, networks)
{
    public override string Name => "network-duplicate";

    public override string Summary => "lets packets that nodes send arrive twice (netem, else NFQUEUE)";

    protected override ImpairmentParameters? BindOwn(MapReader reader, PeerChoice to, Direction direction) =>
        Percent(reader) is { } share ? new DuplicateParameters(share, to, direction) : null;
}
