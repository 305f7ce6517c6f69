using ChaosService.Faults.Proxy.Tcp.Measures;
using ChaosService.Model.Faults;
using ChaosService.Proxies;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp;

internal sealed class TcpFault(FaultRequest request, TcpFaultParameters parameters, NodeProxies proxies)
    : ProxyFaultLife(request, "tcp-fault", parameters, proxies)
{
    protected override IProxy NewProxy(string node) =>
        new TcpProxy(parameters.Toxic, parameters.Inward, parameters.Outward, Request.Seed, Time);

    protected override Task<Proof> MeasureAsync(ProbeCall call, CancellationToken cancellationToken) => parameters.Toxic switch
    {
        LatencyToxic toxic => LatencyMeasure.TakeAsync(call, toxic, parameters.Ways, cancellationToken),
        BandwidthToxic toxic => BandwidthMeasure.TakeAsync(call, toxic, cancellationToken),
        SlicerToxic toxic => SlicerMeasure.TakeAsync(call, toxic, cancellationToken),
        LimitDataToxic toxic => LimitDataMeasure.TakeAsync(call, toxic, cancellationToken),
        CorruptToxic toxic => CorruptMeasure.TakeAsync(call, toxic, parameters.Ways, cancellationToken),
        var toxic => EndingMeasure.TakeAsync(call, toxic, cancellationToken),
    };
}
