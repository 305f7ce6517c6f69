using ChaosService.Contracts.GrpcHealth.V1;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Service;
using static ChaosService.Contracts.GrpcHealth.V1.HealthCheckResponse.Types;

namespace ChaosService.Host.Grpc.Services;

/// <summary>gRPC's health protocol. No name asks what <c>/healthz</c> is asked, the service's name what <c>/readyz</c> is.</summary>
internal sealed class HealthCalls(ServiceHealth health, TimeProvider time)
{
    private const string Process = "";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly string Runs = Contracts.V1.ChaosserviceReflection.Descriptor.Services[0].FullName;

    public Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Of(request.Service) is var status and not ServingStatus.ServiceUnknown
        ? Task.FromResult(new HealthCheckResponse { Status = status })
        : throw new RpcException(StatusCode.NotFound, $"there is no service '{request.Service}' here; ask for '{Runs}', or with no name for the process");

    public Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var name in new[] { Process, Runs }) response.Statuses[name] = new HealthCheckResponse { Status = Of(name) };
        return Task.FromResult(response);
    }

    /// <summary>The status now, and again whenever it changes. A name that is not known stays so, and the call goes on: so says the protocol.</summary>
    public async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var timer = new PeriodicTimer(Interval, time);
        ServingStatus? told = null;
        do
        {
            var now = Of(request.Service);
            if (now != told) await responseStream.WriteAsync(new HealthCheckResponse { Status = now }, context.CancellationToken);
            told = now;
        }
        while (await timer.WaitForNextTickAsync(context.CancellationToken));
    }

    private ServingStatus Of(string name) =>
        name == Process ? ServingStatus.Serving
        : name != Runs ? ServingStatus.ServiceUnknown
        : health.Closed is null && health.Troubles.Count == 0 ? ServingStatus.Serving
        : ServingStatus.NotServing;
}
