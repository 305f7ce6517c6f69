using ChaosService.Model.Probes;

namespace ChaosService.Probes.Prometheus;

/// <param name="Server">Its address, without <c>/api/v1</c>.</param>
/// <param name="Above">Every value must be above this; null: no such bound.</param>
/// <param name="Below">Every value must be below this; null: no such bound.</param>
internal sealed record PrometheusParameters(string Server, string Query, double? Above, double? Below) : ProbeParameters;
