using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Probes;

namespace ChaosService.Probes.Tcp;

/// <summary>Connects to a node.</summary>
internal sealed class TcpKind : IProbeKind
{
    public string Name => "tcp";

    public string Summary => "a node accepts a connection";

    public ProbeParameters? Bind(MapReader reader) => NodePort.Read(reader) is { } at ? new TcpParameters(at.Node, at.Port) : null;

    public IProbe Create(ProbeParameters parameters, ICluster cluster) => new TcpProbe((TcpParameters)parameters, cluster);
}
