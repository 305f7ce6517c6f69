using ChaosService.Model.Probes;
using ChaosService.Probes.Http;
using ChaosService.Probes.Prometheus;
using ChaosService.Probes.Tcp;

namespace ChaosService.Probes;

/// <summary>Every kind of probe. A new one is a folder and a line here.</summary>
public static class ProbeKinds
{
    /// <summary>They share no state.</summary>
    public static IReadOnlyList<IProbeKind> All() => [new HttpKind(), new TcpKind(), new PrometheusKind()];
}
