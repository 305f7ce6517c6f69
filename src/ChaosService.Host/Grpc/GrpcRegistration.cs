using ChaosService.Contracts.GrpcHealth.V1;
using ChaosService.Contracts.V1;
using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Grpc.Answers;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Grpc.Services;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceOptions = ChaosService.Host.Service.Options.ServiceOptions;

namespace ChaosService.Host.Grpc;

/// <summary>The service over gRPC: what it is made of, and who may call what.</summary>
internal static class GrpcRegistration
{
    public static IServiceCollection AddGrpc(this IServiceCollection parts, ServiceOptions options)
    {
        parts.AddSingleton(new CallLimits { MessageBytesMax = options.BodyLimitKib << 10 });
        parts.AddSingleton<ICallFailures, CallFailures>();
        parts.AddSingleton<CallDispatch>();
        parts.AddSingleton<DescribedFiles>();
        parts.AddSingleton<ChaosCalls>();
        parts.AddSingleton<WatchCalls>();
        parts.AddSingleton<HealthCalls>();
        return parts.AddSingleton<ReflectionCalls>();
    }

    /// <summary>After everything that decides who may call.</summary>
    public static void MapGrpc(this WebApplication app)
    {
        app.UseMiddleware<UnknownMethods>();
        MapChaos(app);
        MapHealth(app);
        MapReflection(app, Contracts.GrpcReflection.V1.ReflectionReflection.Descriptor);
        MapReflection(app, Contracts.GrpcReflection.V1Alpha.ReflectionReflection.Descriptor);
    }

    private static void MapChaos(WebApplication app)
    {
        var (calls, watch) = (app.Services.GetRequiredService<ChaosCalls>(), app.Services.GetRequiredService<WatchCalls>());
        var methods = Methods(app, ChaosserviceReflection.Descriptor);
        methods.Unary<TriggerRunRequest, Run>("TriggerRun", calls.TriggerRun).RequireRole(Role.Operator);
        methods.Unary<GetRunRequest, Run>("GetRun", calls.GetRun).RequireRole(Role.Viewer).ChangesNothing();
        methods.Unary<ListRunsRequest, ListRunsResponse>("ListRuns", calls.ListRuns).RequireRole(Role.Viewer).ChangesNothing();
        methods.ServerStreaming<WatchRunRequest, RunEvent>("WatchRun", watch.WatchRun).RequireRole(Role.Viewer).ChangesNothing();
        methods.Unary<AbortRunRequest, Run>("AbortRun", calls.AbortRun).RequireRole(Role.Operator).AlwaysReachable();
        methods.Unary<ListExperimentsRequest, ListExperimentsResponse>("ListExperiments", calls.ListExperiments).RequireRole(Role.Viewer).ChangesNothing();
        methods.Unary<ListSchedulesRequest, ListSchedulesResponse>("ListSchedules", calls.ListSchedules).RequireRole(Role.Viewer).ChangesNothing();
        methods.Unary<HaltRequest, HaltResponse>("Halt", calls.Halt).RequireRole(Role.Operator).AlwaysReachable();
        methods.Unary<ResumeRequest, ResumeResponse>("Resume", calls.Resume).RequireRole(Role.Operator);
    }

    private static void MapHealth(WebApplication app)
    {
        var calls = app.Services.GetRequiredService<HealthCalls>();
        var methods = Methods(app, HealthReflection.Descriptor);
        methods.Unary<HealthCheckRequest, HealthCheckResponse>("Check", calls.Check).AllowAnyone().ChangesNothing();
        methods.Unary<HealthListRequest, HealthListResponse>("List", calls.List).AllowAnyone().ChangesNothing();
        methods.ServerStreaming<HealthCheckRequest, HealthCheckResponse>("Watch", calls.Watch).AllowAnyone().ChangesNothing();
    }

    private static void MapReflection(WebApplication app, FileDescriptor file)
    {
        var calls = app.Services.GetRequiredService<ReflectionCalls>();
        Methods(app, file).DuplexStreaming<Contracts.GrpcReflection.V1.ServerReflectionRequest, Contracts.GrpcReflection.V1.ServerReflectionResponse>(
            "ServerReflectionInfo", calls.ServerReflectionInfo).RequireRole(Role.Viewer).ChangesNothing();
    }

    private static MethodEndpoints Methods(WebApplication app, FileDescriptor file) => new(app, file.Services[0], app.Services.GetRequiredService<CallDispatch>());
}
