using ChaosService.Contracts.GrpcHealth.V1;
using ChaosService.Contracts.GrpcReflection.V1;
using ChaosService.Contracts.V1;
using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Grpc.Services;
using ChaosService.Tests.Host.Service;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Routing;
using static ChaosService.Contracts.GrpcHealth.V1.HealthCheckResponse.Types;

namespace ChaosService.Tests.Host.Grpc;

/// <summary>What the service says of itself: health and reflection.</summary>
public sealed class DescribingTests
{
    private const string Runs = "chaosservice.v1.ChaosService";

    [Fact]
    public async Task Health_of_the_process_and_of_taking_runs_are_two_things()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        Assert.Equal((ServingStatus.Serving, ServingStatus.Serving), (await CheckAsync(grpc, ""), await CheckAsync(grpc, Runs)));
        await grpc.CallAsync<HaltResponse>("Halt", new HaltRequest());
        Assert.Equal((ServingStatus.Serving, ServingStatus.NotServing), (await CheckAsync(grpc, ""), await CheckAsync(grpc, Runs)));
        var list = (await grpc.CallAsync<HealthListResponse>("/grpc.health.v1.Health/List", new HealthListRequest())).Single.Statuses;
        Assert.Equal((ServingStatus.Serving, ServingStatus.NotServing), (list[""].Status, list[Runs].Status));
        Assert.Equal(StatusCode.NotFound, (await grpc.CallAsync<HealthCheckResponse>("/grpc.health.v1.Health/Check", new HealthCheckRequest { Service = "nothing" })).Code);
    }

    [Fact]
    public async Task Who_watches_the_health_is_told_of_each_change()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var watched = grpc.StreamAsync<HealthCheckResponse>("/grpc.health.v1.Health/Watch", new HealthCheckRequest { Service = Runs }, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await watched.MoveNextAsync());
        Assert.Equal(ServingStatus.Serving, watched.Current.Status);
        await grpc.CallAsync<HaltResponse>("Halt", new HaltRequest());
        Assert.True(await watched.MoveNextAsync());
        Assert.Equal(ServingStatus.NotServing, watched.Current.Status);
        await grpc.CallAsync<ResumeResponse>("Resume", new ResumeRequest());
        Assert.True(await watched.MoveNextAsync());
        Assert.Equal(ServingStatus.Serving, watched.Current.Status);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Reflection_describes_every_service_whole(string version)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var answers = (await grpc.SendAsync<ServerReflectionResponse>($"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        [
            .. GrpcClient.Frame(new ServerReflectionRequest { ListServices = "" }),
            .. GrpcClient.Frame(new ServerReflectionRequest { FileContainingSymbol = $"{Runs}.WatchRun" }),
            .. GrpcClient.Frame(new ServerReflectionRequest { FileContainingSymbol = "no.such.Symbol" }),
            .. GrpcClient.Frame(new ServerReflectionRequest { FileByFilename = "google/rpc/error_details.proto" }),
            .. GrpcClient.Frame(new ServerReflectionRequest { AllExtensionNumbersOfType = "chaosservice.v1.Run" }),
            .. GrpcClient.Frame(new ServerReflectionRequest()),
        ])).Messages;

        Assert.Equal(
            [Runs, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"],
            answers[0].ListServicesResponse.Service.Select(s => s.Name));
        var files = answers[1].FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToList();
        Assert.Equal(["chaosservice/v1/chaosservice.proto", "google/protobuf/timestamp.proto"], files.Select(f => f.Name));
        Assert.Equal(9, files[0].Service.Single().Method.Count);
        Assert.Equal((int)StatusCode.NotFound, answers[2].ErrorResponse.ErrorCode);
        Assert.Equal("google/rpc/error_details.proto", FileDescriptorProto.Parser.ParseFrom(answers[3].FileDescriptorResponse.FileDescriptorProto[0]).Name);
        Assert.Equal("chaosservice.v1.Run", answers[4].AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal((int)StatusCode.InvalidArgument, answers[5].ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Every_described_method_is_served_and_says_who_may_call_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var endpoints = service.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToLookup(e => $"{e.RoutePattern.RawText}");

        var methods = service.Part<DescribedFiles>().Services.SelectMany(s => s.Methods).ToList();

        Assert.Equal(9 + 3 + 2, methods.Count);
        string[] changing = ["TriggerRun", "AbortRun", "Halt", "Resume"];
        Assert.All(methods, m =>
        {
            var metadata = endpoints[$"/{m.Service.FullName}/{m.Name}"].Single().Metadata;
            Assert.Equal(changing.Contains(m.Name), metadata.GetMetadata<EndpointAccess.ReadOnly>() is null);
            Assert.Equal(changing.Contains(m.Name), metadata.GetMetadata<EndpointAccess.RequiredRole>()!.Role == Role.Operator);
        });
    }

    private static async Task<ServingStatus> CheckAsync(GrpcClient grpc, string service) =>
        (await grpc.CallAsync<HealthCheckResponse>("/grpc.health.v1.Health/Check", new HealthCheckRequest { Service = service })).Single.Status;
}
