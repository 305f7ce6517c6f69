using ChaosService.Contracts.V1;
using ChaosService.Engine.Tokens;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Grpc.Services;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Alpha = Grpc.Reflection.V1Alpha;
using V1 = Grpc.Reflection.V1;
using static ChaosService.Tests.Web.Grpc.GrpcClient;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>What the service says of itself: health and reflection.</summary>
public sealed class DescribingTests
{
    private const string Runs = "chaosservice.v1.ChaosService";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_of_the_process_and_of_taking_runs_are_two_things()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        Assert.Equal((ServingStatus.Serving, ServingStatus.Serving), (await CheckAsync(grpc, ""), await CheckAsync(grpc, Runs)));
        await grpc.Runs.HaltAsync(new HaltRequest(), Call);
        Assert.Equal((ServingStatus.Serving, ServingStatus.NotServing), (await CheckAsync(grpc, ""), await CheckAsync(grpc, Runs)));
        var refused = await grpc.Health.CheckAsync(new HealthCheckRequest { Service = "nothing" }, Call).RefusedAsync();
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Who_watches_the_health_is_told_of_each_change()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        using var call = grpc.Health.Watch(new HealthCheckRequest { Service = Runs }, Call);

        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
        await grpc.Runs.HaltAsync(new HaltRequest(), Call);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        await grpc.Runs.ResumeAsync(new ResumeRequest(), Call);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
    }

    /// <summary>The packages call both errors, and the second one every second.</summary>
    [Fact]
    public async Task Callers_that_send_nonsense_and_a_service_that_is_halted_do_not_fill_the_log()
    {
        using var state = new TempDirectory();
        await using (var service = await ServiceUnderTest.StartAsync(state: state))
        {
            using var grpc = new GrpcClient(service.Address);
            using var wire = new GrpcWire(service.Address);
            await wire.SendAsync("GetRun", GrpcWire.Frame(0, [0xff]));
            using var call = grpc.Health.Watch(new HealthCheckRequest { Service = Runs }, Call);
            Assert.Equal(ServingStatus.Serving, await NextAsync(call));
            await grpc.Runs.HaltAsync(new HaltRequest(), Call);
            Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        }

        var lines = Directory.EnumerateFiles(Path.Combine(state.Path, "logs")).SelectMany(File.ReadLines).ToList();
        Assert.Contains(lines, l => l.Contains("ChaosService.", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains(" Grpc.AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("HealthChecks", StringComparison.Ordinal));
    }

    /// <summary>The same messages have two names, so one client asks for both.</summary>
    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Reflection_describes_every_service_whole(string version)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        V1.ServerReflectionRequest[] requests =
        [
            new() { ListServices = "" },
            new() { FileContainingSymbol = $"{Runs}.WatchRun" },
            new() { FileContainingSymbol = "no.such.Symbol" },
            new() { FileByFilename = "google/rpc/error_details.proto" },
            new() { FileContainingSymbol = "google.rpc.Status" },
        ];

        var answers = await ReflectAsync(grpc, version, requests);

        Assert.Equal(
            [Runs, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"],
            answers[0].ListServicesResponse.Service.Select(s => s.Name));
        var files = Files(answers[1]).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(["chaosservice/v1/chaosservice.proto", "google/protobuf/timestamp.proto"], files.Select(f => f.Name));
        Assert.Equal(9, files[0].Service.Single().Method.Count);
        Assert.Equal((int)StatusCode.NotFound, answers[2].ErrorResponse.ErrorCode);
        Assert.Contains(Files(answers[3]), f => f.Name == "google/rpc/error_details.proto");
        Assert.Contains(Files(answers[4]), f => f.Name == "google/rpc/status.proto");
    }

    [Fact]
    public async Task Every_described_method_is_served_and_says_who_may_call_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var endpoints = service.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToLookup(e => $"{e.RoutePattern.RawText}");

        var methods = DescribedFiles.Services.SelectMany(s => s.Methods).ToList();

        Assert.Equal(9 + 2 + 2, methods.Count);
        string[] changing = ["TriggerRun", "AbortRun", "Halt", "Resume"];
        Assert.All(methods, m =>
        {
            var metadata = endpoints[$"/{m.Service.FullName}/{m.Name}"].Single().Metadata;
            Assert.Equal(changing.Contains(m.Name), metadata.GetMetadata<EndpointAccess.ReadOnly>() is null);
            var policies = metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy);
            Assert.Equal(changing.Contains(m.Name), policies.Contains(RolePolicies.Name(Role.Operator)));
        });
    }

    private static async Task<ServingStatus> CheckAsync(GrpcClient grpc, string service) =>
        (await grpc.Health.CheckAsync(new HealthCheckRequest { Service = service }, Call)).Status;

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        return call.ResponseStream.Current.Status;
    }

    private static IReadOnlyList<FileDescriptorProto> Files(V1.ServerReflectionResponse answer) =>
        [.. answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)];

    private static async Task<List<V1.ServerReflectionResponse>> ReflectAsync(
        GrpcClient grpc, string version, V1.ServerReflectionRequest[] requests)
    {
        if (version == "v1")
            return await TalkAsync(new V1.ServerReflection.ServerReflectionClient(grpc.Calls).ServerReflectionInfo(Call), requests);
        var call = new Alpha.ServerReflection.ServerReflectionClient(grpc.Calls).ServerReflectionInfo(Call);
        var answers = await TalkAsync(call, requests.Select(r => Alpha.ServerReflectionRequest.Parser.ParseFrom(r.ToByteArray())));
        return [.. answers.Select(a => V1.ServerReflectionResponse.Parser.ParseFrom(a.ToByteArray()))];
    }

    private static async Task<List<TResponse>> TalkAsync<TRequest, TResponse>(
        AsyncDuplexStreamingCall<TRequest, TResponse> call, IEnumerable<TRequest> requests)
    {
        using var open = call;
        foreach (var request in requests) await call.RequestStream.WriteAsync(request, Cancellation);
        await call.RequestStream.CompleteAsync();
        return await call.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
    }
}
