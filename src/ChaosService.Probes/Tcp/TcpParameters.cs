using ChaosService.Model.Probes;

namespace ChaosService.Probes.Tcp;

internal sealed record TcpParameters(string Node, int Port) : ProbeParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
