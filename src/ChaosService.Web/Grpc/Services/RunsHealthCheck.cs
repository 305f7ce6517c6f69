using ChaosService.Service.Readiness;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChaosService.Web.Grpc.Services;

/// <summary>Whether runs are accepted, as in <c>/readyz</c>.</summary>
internal sealed class RunsHealthCheck(ServiceHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.Closed is null && health.Troubles.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
