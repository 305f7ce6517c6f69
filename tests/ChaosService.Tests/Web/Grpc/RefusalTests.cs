using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using ChaosService.Contracts.V1;
using ChaosService.Service.Options;
using ChaosService.Tests.Host.Serving;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using static ChaosService.Tests.Web.Grpc.GrpcClient;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>What is refused, with which code, and what a program learns from the details.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Unknown_run_and_experiment_are_not_found()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var run = await grpc.Runs.GetRunAsync(new GetRunRequest { Id = "no-such-run" }, Call).RefusedAsync();
        var experiment = await grpc.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "nothing" }, Call).RefusedAsync();
        var watched = await grpc.Runs.WatchRun(new WatchRunRequest { Id = "no-such-run" }, Call).RefusedAsync();

        Assert.All(new[] { run, experiment, watched }, c => Assert.Equal(StatusCode.NotFound, c.StatusCode));
        var info = run.Detail<ErrorInfo>();
        Assert.Equal(("NOT_FOUND", "chaosservice", "no-such-run"), (info.Reason, info.Domain, info.Metadata["value"]));
        Assert.Equal(((int)StatusCode.NotFound, run.Status.Detail), (run.GetRpcStatus()!.Code, run.GetRpcStatus()!.Message));
        Assert.Contains("nothing", experiment.Status.Detail);
    }

    [Fact]
    public async Task Wrong_field_is_named()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var runs = grpc.Runs;

        Names("experiment", await runs.TriggerRunAsync(new() { Experiment = "No Name" }, Call).RefusedAsync());
        Names("concurrency", await runs.TriggerRunAsync(new() { Experiment = "calm", Concurrency = (Concurrency)9 }, Call).RefusedAsync());
        Names("idempotency_key", await runs.TriggerRunAsync(new() { Experiment = "calm", IdempotencyKey = "a b" }, Call).RefusedAsync());
        Names("id", await runs.GetRunAsync(new GetRunRequest(), Call).RefusedAsync());
        Names("limit", await runs.ListRunsAsync(new ListRunsRequest { Limit = 501 }, Call).RefusedAsync());
        Names("state", await runs.ListRunsAsync(new ListRunsRequest { State = (RunState)99 }, Call).RefusedAsync());
        Names("cursor", await runs.ListRunsAsync(new ListRunsRequest { Cursor = "?" }, Call).RefusedAsync());
        Names("labels", await runs.ListRunsAsync(new ListRunsRequest { Labels = { [""] = "x" } }, Call).RefusedAsync());
        Names("after", await runs.WatchRun(new WatchRunRequest { Id = "a", After = -1 }, Call).RefusedAsync());
        Names("reason", await runs.HaltAsync(new HaltRequest { Reason = new string('x', 501) }, Call).RefusedAsync());
    }

    [Fact]
    public async Task Every_problem_of_an_override_is_a_violation()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var refused = await RefusedTriggerAsync(grpc, "spec.duration=soon", "spec.nothing=1");

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.True(refused.Detail<BadRequest>().FieldViolations.Count >= 3);
        Assert.Contains(refused.Detail<BadRequest>().FieldViolations, v => v.Description.Contains("soon"));
    }

    [Fact]
    public async Task More_problems_than_a_client_takes_are_counted()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        var refused = await RefusedTriggerAsync(grpc, [.. Enumerable.Range(0, 60).Select(i => $"spec.nothing{i}={new string('x', 60)}")]);

        Assert.True(refused.GetRpcStatus()!.CalculateSize() < 5000);
        Assert.EndsWith("more problems", refused.Detail<BadRequest>().FieldViolations[^1].Description);
    }

    [Fact]
    public async Task Full_queue_says_when_to_come_back()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { QueueLimit = 1 });
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);
        for (var i = 0; i < 2; i++) await grpc.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "calm" }, Call);

        var refused = await RefusedTriggerAsync(grpc);
        var alone = new TriggerRunRequest { Experiment = "calm", Concurrency = Concurrency.Forbid };
        var forbidden = await grpc.Runs.TriggerRunAsync(alone, Call).RefusedAsync();

        Assert.Equal((StatusCode.ResourceExhausted, 10L), (refused.StatusCode, refused.Detail<RetryInfo>().RetryDelay.Seconds));
        Assert.Equal(StatusCode.FailedPrecondition, forbidden.StatusCode);
    }

    [Theory]
    [InlineData("/chaosservice.v1.ChaosService/Nothing")]
    [InlineData("/chaosservice.v2.ChaosService/GetRun")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/")]
    public async Task Unknown_method_is_not_implemented(string path)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);

        var answer = await wire.SendAsync(path, GrpcWire.Frame(new GetRunRequest()));

        Assert.Equal((StatusCode.Unimplemented, true), (answer.Code, answer.TrailersOnly));
    }

    [Fact]
    public async Task Message_over_the_limit_exhausts_a_resource()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { BodyLimitKib = 8 });
        using var grpc = new GrpcClient(service.Address);
        using var wire = new GrpcWire(service.Address);
        var large = new GetRunRequest { Id = new string('x', 100_000) };

        var refused = await grpc.Runs.GetRunAsync(large, Call).RefusedAsync();
        var said = await wire.SendAsync("GetRun", GrpcWire.Frame(large));
        var unpacked = await wire.SendAsync("GetRun", GrpcWire.Frame(1, Gzip(large)), ("grpc-encoding", "gzip"));

        Assert.Equal((StatusCode.ResourceExhausted, "message"), (refused.StatusCode, refused.Detail<ErrorInfo>().Metadata["field"]));
        Assert.Contains("send at most 8 KiB (bodyLimitKib)", refused.Status.Detail);
        Assert.Equal((StatusCode.ResourceExhausted, StatusCode.ResourceExhausted), (said.Code, unpacked.Code));
    }

    [Fact]
    public async Task Compressed_request_is_taken_and_an_unknown_encoding_refused_with_the_known_ones()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);

        var message = Gzip(new GetRunRequest { Id = "no-such-run" });
        var packed = await wire.SendAsync("GetRun", GrpcWire.Frame(1, message), ("grpc-encoding", "gzip"));
        var unknown = await wire.SendAsync("GetRun", GrpcWire.Frame(1, [1]), ("grpc-encoding", "snappy"));

        Assert.Equal((StatusCode.NotFound, StatusCode.Unimplemented), (packed.Code, unknown.Code));
        Assert.Equal("identity,gzip,deflate", string.Join(",", unknown.Headers.GetValues("grpc-accept-encoding")).Replace(" ", ""));
    }

    public static TheoryData<string, byte[]> NoMessages => new()
    {
        { "no message", [0, 0, 0, 0, 3, 0xff, 0xff, 0xff] },
        { "a flag that is neither 0 nor 1", [2, 0, 0, 0, 0] },
        { "the end inside a message", [0, 0, 0, 0, 9, 1] },
        { "compressed, without an encoding", [1, 0, 0, 0, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(NoMessages))]
    public async Task Message_that_cannot_be_read_is_an_internal_error_and_no_fault_of_the_service(string what, byte[] body)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);

        var answer = await wire.SendAsync("GetRun", body);

        Assert.Equal((what, StatusCode.Internal, true), (what, answer.Code, answer.TrailersOnly));
        Assert.DoesNotContain("fault in ChaosService", answer.Message);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    public async Task Other_type_of_body_is_415(string type)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);

        using var response = await wire.OpenAsync("GetRun", [], TestContext.Current.CancellationToken, ("content-type", type));

        await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task HTTP_1_is_told_what_to_speak()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var body = new ByteArrayContent(GrpcWire.Frame(new GetRunRequest { Id = "a" }));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using var response = await service.SendAsync("POST", "/chaosservice.v1.ChaosService/GetRun", body);

        Assert.Contains("HTTP/2", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UpgradeRequired)).Detail);
    }

    private static Task<RpcException> RefusedTriggerAsync(GrpcClient grpc, params string[] overrides) =>
        grpc.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "calm", Overrides = { overrides } }, Call).RefusedAsync();

    private static void Names(string field, RpcException refused)
    {
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(field, refused.Detail<BadRequest>().FieldViolations[0].Field);
    }

    private static byte[] Gzip(IMessage message)
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.Fastest)) packer.Write(message.ToByteArray());
        return packed.ToArray();
    }
}
