using ChaosService.Contracts.V1;
using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Grpc.Services;
using ChaosService.Web.Grpc.Streams;
using ChaosService.Web.Problems;
using ChaosService.Web.Problems.Calls;
using Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceOptions = ChaosService.Service.Options.ServiceOptions;

namespace ChaosService.Web.Grpc;

/// <summary>The service over gRPC: its parts, and who may call what.</summary>
internal static class GrpcRegistration
{
    /// <summary>How soon watchers of the health are notified of a change.</summary>
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddGrpcApi(this IServiceCollection parts, ServiceOptions options)
    {
        parts.AddSingleton<IProblemForm, CallProblems>().AddSingleton<CallFailures>().AddSingleton<StreamLimits>();
        parts.AddSingleton<ChaosCalls>().AddSingleton<WatchCalls>();
        parts.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.BodyLimitKib << 10;
            // GrpcGate answers for them, in the wording of the API.
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<CallFailures>();
            grpc.Interceptors.Add<StreamLimits>();
        });
        AddHealth(parts);
        parts.AddSingleton(_ => new ReflectionServiceImpl(DescribedFiles.Names, DescribedFiles.Registry));
        parts.AddSingleton(_ => new ReflectionV1ServiceImpl(DescribedFiles.Names, DescribedFiles.Registry));
        return parts.AddGrpcReflection();
    }

    /// <summary>Comes after everything that decides who may call.</summary>
    public static void MapGrpcApi(this WebApplication app)
    {
        app.UseMiddleware<GrpcGate>();
        MapChaos(app.MapGrpcService<ChaosCalls>());
        var health = app.MapGrpcHealthChecksService().AllowAnyone().ChangesNothing();
        health.Method("Watch").DisableHttpMetrics();
        app.MapGrpcReflectionService().RequireRole(Role.Viewer).ChangesNothing().DisableHttpMetrics();
    }

    private static void MapChaos(GrpcServiceEndpointConventionBuilder calls)
    {
        calls.Method(nameof(ChaosCalls.TriggerRun)).RequireRole(Role.Operator);
        calls.Method(nameof(ChaosCalls.GetRun)).RequireRole(Role.Viewer).ChangesNothing();
        calls.Method(nameof(ChaosCalls.ListRuns)).RequireRole(Role.Viewer).ChangesNothing();
        calls.Method(nameof(ChaosCalls.WatchRun)).RequireRole(Role.Viewer).ChangesNothing().DisableHttpMetrics();
        calls.Method(nameof(ChaosCalls.AbortRun)).RequireRole(Role.Operator).AlwaysReachable();
        calls.Method(nameof(ChaosCalls.ListExperiments)).RequireRole(Role.Viewer).ChangesNothing();
        calls.Method(nameof(ChaosCalls.ListSchedules)).RequireRole(Role.Viewer).ChangesNothing();
        calls.Method(nameof(ChaosCalls.Halt)).RequireRole(Role.Operator).AlwaysReachable();
        calls.Method(nameof(ChaosCalls.Resume)).RequireRole(Role.Operator);
    }

    /// <summary>gRPC's health protocol. The empty name corresponds to <c>/healthz</c>, the service's name to <c>/readyz</c>.</summary>
    private static void AddHealth(IServiceCollection parts)
    {
        const string Process = "process";
        const string Runs = "runs";
        parts.AddGrpcHealthChecks(health =>
            {
                health.Services.Map("", check => check.Name == Process);
                health.Services.Map(ChaosserviceReflection.Descriptor.Services[0].FullName, check => check.Name == Runs);
            })
            .AddCheck(Process, () => HealthCheckResult.Healthy())
            .AddCheck<RunsHealthCheck>(Runs);
        parts.AddSingleton<RunsHealthCheck>();
        parts.Configure<HealthCheckPublisherOptions>(publisher => (publisher.Delay, publisher.Period) = (TimeSpan.Zero, HealthInterval));
    }
}
