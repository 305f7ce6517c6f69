using System.Net;
using System.Net.Http.Json;
using ChaosService.Contracts;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Tracing;
using ChaosService.Tests.Web.Grpc;
using Grpc.Core;
using V1 = ChaosService.Contracts.V1;
using static ChaosService.Tests.Web.Grpc.GrpcClient;

namespace ChaosService.Tests.Host.Serving;

public sealed class TraceContextTests
{
    [Fact]
    public async Task Run_goes_on_from_the_caller_s_trace_and_the_answer_names_it()
    {
        using var spans = new HeardSpans();
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions());
        await service.ApplyAsync();

        using var response = await TriggerAsync(service, spans.TraceParent);
        var accepted = await ServiceUnderTest.ReadAsync<RunReply>(response);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var accept = spans.Single("accept");
        Assert.Equal(spans.Caller, accept.ParentSpanId);
        Assert.Equal($"00-{spans.Trace}-{accept.SpanId}-01", response.Headers.GetValues("traceresponse").Single());
        Assert.Equal(spans.Trace.ToHexString(), accepted.TraceId);
        await Wait.UntilAsync(() => service.Work.TraceParents.ContainsKey(accepted.Id));
        Assert.Equal(accept.Id, service.Work.TraceParents[accepted.Id]);
        Assert.Equal(spans.Trace.ToHexString(), (await service.GetAsync<RunReply>($"/api/v1/runs/{accepted.Id}")).TraceId);
    }

    [Fact]
    public async Task Run_goes_on_from_a_gRPC_caller_s_trace_too()
    {
        using var spans = new HeardSpans();
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var grpc = new GrpcClient(service.Address);

        using var call = grpc.Runs.TriggerRunAsync(
            new V1.TriggerRunRequest { Experiment = "calm" }, Call.WithHeaders(new Metadata { { "traceparent", spans.TraceParent } }));
        var accepted = await call;

        var accept = spans.Single("accept");
        Assert.Equal(spans.Caller, accept.ParentSpanId);
        Assert.Equal(spans.Trace.ToHexString(), accepted.TraceId);
        Assert.Equal($"00-{spans.Trace}-{accept.SpanId}-01", (await call.ResponseHeadersAsync).GetValue("traceresponse"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("not a trace")]
    public async Task Caller_without_a_trace_gets_one_of_the_run_s_own(string? traceParent)
    {
        using var spans = new HeardSpans();
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        using var response = await TriggerAsync(service, traceParent);

        var accepted = await ServiceUnderTest.ReadAsync<RunReply>(response);
        Assert.Matches("^(?!0{32})[0-9a-f]{32}$", accepted.TraceId);
        Assert.StartsWith($"00-{accepted.TraceId}-", response.Headers.GetValues("traceresponse").Single());
        Assert.Equal(default, spans.Accepted(accepted.Id).ParentSpanId);
    }

    [Fact]
    public async Task Run_starts_in_nobody_s_request()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        var id = await service.RunAsync();

        await Wait.UntilAsync(() => service.Work.Around.ContainsKey(id));
        Assert.Null(service.Work.Around[id]);
    }

    private static Task<HttpResponseMessage> TriggerAsync(ServiceUnderTest service, string? traceParent)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = JsonContent.Create(new { experiment = "calm" }) };
        if (traceParent is not null) request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        return service.SendAsync(request);
    }

    [Fact]
    public async Task Trace_of_a_run_is_known_after_a_restart()
    {
        using var spans = new HeardSpans();
        using var state = new TempDirectory();
        string id;
        await using (var service = await ServiceUnderTest.StartAsync(state: state))
        {
            service.Work.Release();
            await service.ApplyAsync();
            using var response = await TriggerAsync(service, spans.TraceParent);
            id = (await ServiceUnderTest.ReadAsync<RunReply>(response)).Id;
            await service.GetAsync(id);
        }

        await using var next = await ServiceUnderTest.StartAsync(state: state);

        Assert.Equal(spans.Trace.ToHexString(), (await next.GetAsync(id)).TraceId);
    }
}
