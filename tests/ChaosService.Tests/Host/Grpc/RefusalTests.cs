using System.Net;
using System.Net.Http.Headers;
using ChaosService.Contracts.Rpc;
using ChaosService.Contracts.V1;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Service.Options;
using ChaosService.Tests.Host.Service;
using Google.Protobuf;

namespace ChaosService.Tests.Host.Grpc;

/// <summary>What is refused, with which code, and what a program learns from the details.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Unknown_run_and_experiment_are_not_found()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var run = await grpc.CallAsync<Run>("GetRun", new GetRunRequest { Id = "no-such-run" });
        var experiment = await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "nothing" });
        var watched = await grpc.CallAsync<RunEvent>("WatchRun", new WatchRunRequest { Id = "no-such-run" });

        Assert.All(new[] { (run.Code, run.TrailersOnly), (experiment.Code, experiment.TrailersOnly), (watched.Code, watched.TrailersOnly) }, c => Assert.Equal((StatusCode.NotFound, true), c));
        Assert.Equal(("NOT_FOUND", "chaosservice", "no-such-run"), (run.Detail<ErrorInfo>().Reason, run.Detail<ErrorInfo>().Domain, run.Detail<ErrorInfo>().Metadata["value"]));
        Assert.Equal((int)StatusCode.NotFound, run.Details!.Code);
        Assert.Contains("nothing", experiment.Message);
    }

    [Fact]
    public async Task Wrong_field_is_named()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        await NamesAsync<Run>(grpc, "TriggerRun", new TriggerRunRequest { Experiment = "No Name" }, "experiment");
        await NamesAsync<Run>(grpc, "TriggerRun", new TriggerRunRequest { Experiment = "calm", Concurrency = (Concurrency)9 }, "concurrency");
        await NamesAsync<Run>(grpc, "TriggerRun", new TriggerRunRequest { Experiment = "calm", IdempotencyKey = "a b" }, "idempotency_key");
        await NamesAsync<Run>(grpc, "GetRun", new GetRunRequest(), "id");
        await NamesAsync<ListRunsResponse>(grpc, "ListRuns", new ListRunsRequest { Limit = 501 }, "limit");
        await NamesAsync<ListRunsResponse>(grpc, "ListRuns", new ListRunsRequest { State = (RunState)99 }, "state");
        await NamesAsync<ListRunsResponse>(grpc, "ListRuns", new ListRunsRequest { Cursor = "?" }, "cursor");
        await NamesAsync<ListRunsResponse>(grpc, "ListRuns", new ListRunsRequest { Labels = { [""] = "x" } }, "labels");
        await NamesAsync<RunEvent>(grpc, "WatchRun", new WatchRunRequest { Id = "a", After = -1 }, "after");
        await NamesAsync<HaltResponse>(grpc, "Halt", new HaltRequest { Reason = new string('x', 501) }, "reason");
    }

    [Fact]
    public async Task Every_problem_of_an_override_is_a_violation()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var refused = await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm", Overrides = { "spec.duration=soon", "spec.nothing=1" } });

        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.True(refused.Detail<BadRequest>().FieldViolations.Count >= 3);
        Assert.Contains(refused.Detail<BadRequest>().FieldViolations, v => v.Description.Contains("soon"));
    }

    [Fact]
    public async Task More_problems_than_a_client_takes_are_counted()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var refused = await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm", Overrides = { Enumerable.Range(0, 60).Select(i => $"spec.nothing{i}={new string('x', 60)}") } });

        Assert.True(refused.Details!.CalculateSize() < 5000);
        Assert.EndsWith("more problems", refused.Detail<BadRequest>().FieldViolations[^1].Description);
    }

    [Fact]
    public async Task Full_queue_says_when_to_come_back()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { QueueLimit = 1 });
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        for (var i = 0; i < 2; i++) Assert.Equal(StatusCode.OK, (await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm" })).Code);

        var refused = await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm" });
        var forbidden = await grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm", Concurrency = Concurrency.Forbid });

        Assert.Equal((StatusCode.ResourceExhausted, 10L), (refused.Code, refused.Detail<RetryInfo>().RetryDelay.Seconds));
        Assert.Equal(StatusCode.FailedPrecondition, forbidden.Code);
    }

    [Theory]
    [InlineData("/chaosservice.v1.ChaosService/Nothing")]
    [InlineData("/chaosservice.v2.ChaosService/GetRun")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/")]
    public async Task Unknown_method_is_not_implemented(string path)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var answer = await grpc.CallAsync<Run>(path, new GetRunRequest());

        Assert.Equal((StatusCode.Unimplemented, true), (answer.Code, answer.TrailersOnly));
    }

    [Fact]
    public async Task Message_over_the_limit_exhausts_a_resource()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { BodyLimitKib = 8 });
        using var grpc = new GrpcClient(service.Address);

        var said = await grpc.CallAsync<Run>("GetRun", new GetRunRequest { Id = new string('x', 9000) });
        var unpacked = await grpc.SendAsync<Run>("GetRun", GrpcClient.Frame(1, Gzip(new GetRunRequest { Id = new string('x', 100_000) })), ("grpc-encoding", "gzip"));

        Assert.Equal((StatusCode.ResourceExhausted, StatusCode.ResourceExhausted), (said.Code, unpacked.Code));
    }

    [Fact]
    public async Task Compressed_request_is_taken_and_an_unknown_encoding_refused_with_the_known_ones()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var packed = await grpc.SendAsync<Run>("GetRun", GrpcClient.Frame(1, Gzip(new GetRunRequest { Id = "no-such-run" })), ("grpc-encoding", "gzip"));
        var unknown = await grpc.SendAsync<Run>("GetRun", GrpcClient.Frame(1, [1]), ("grpc-encoding", "snappy"));

        Assert.Equal((StatusCode.NotFound, StatusCode.Unimplemented), (packed.Code, unknown.Code));
        Assert.Equal("identity,gzip,deflate", string.Join(",", unknown.Headers.GetValues("grpc-accept-encoding")).Replace(" ", ""));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    public async Task Other_type_of_body_is_415(string type)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        using var response = await grpc.OpenAsync("GetRun", [], TestContext.Current.CancellationToken, ("content-type", type));

        await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task HTTP_1_is_told_what_to_speak()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var body = new ByteArrayContent(GrpcClient.Frame(new GetRunRequest { Id = "a" }));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using var response = await service.SendAsync("POST", "/chaosservice.v1.ChaosService/GetRun", body);

        Assert.Contains("HTTP/2", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UpgradeRequired)).Detail);
    }

    [Fact]
    public async Task Timeout_that_is_none_is_refused()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        Assert.Equal(StatusCode.Internal, (await grpc.CallAsync<Run>("GetRun", new GetRunRequest { Id = "a" }, ("grpc-timeout", "soon"))).Code);
    }

    private static async Task NamesAsync<T>(GrpcClient grpc, string method, IMessage request, string field) where T : class, IMessage<T>, new()
    {
        var answer = await grpc.CallAsync<T>(method, request);
        Assert.Equal((method, StatusCode.InvalidArgument), (method, answer.Code));
        Assert.Equal(field, answer.Detail<BadRequest>().FieldViolations[0].Field);
    }

    private static byte[] Gzip(IMessage message)
    {
        using var packed = new MemoryStream();
        using (var packer = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest)) packer.Write(message.ToByteArray());
        return packed.ToArray();
    }
}
