using System.Net;
using ChaosService.Contracts.Rpc;
using ChaosService.Contracts.V1;
using ChaosService.Engine.Access;
using ChaosService.Host.Access.Audit;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Tests.Host.Service;

namespace ChaosService.Tests.Host.Grpc;

/// <summary>Who may call what: the rules of REST, told in gRPC's codes.</summary>
public sealed class CallerTests
{
    [Fact]
    public async Task Without_a_token_only_health_answers()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        Token(service, Role.Viewer);
        using var nobody = new GrpcClient(service.Address);
        using var stranger = new GrpcClient(service.Address, "cst_wrong");

        var refused = await nobody.CallAsync<Run>("GetRun", new GetRunRequest { Id = "a" });
        var wrong = await stranger.CallAsync<Run>("GetRun", new GetRunRequest { Id = "a" });
        var health = await nobody.CallAsync<Contracts.GrpcHealth.V1.HealthCheckResponse>("/grpc.health.v1.Health/Check", new Contracts.GrpcHealth.V1.HealthCheckRequest());

        Assert.Equal((StatusCode.Unauthenticated, true, "UNAUTHORIZED"), (refused.Code, refused.TrailersOnly, refused.Detail<ErrorInfo>().Reason));
        Assert.Contains("chaosctl tokens create", refused.Message);
        Assert.Equal((StatusCode.Unauthenticated, StatusCode.OK), (wrong.Code, health.Code));
    }

    [Fact]
    public async Task Viewer_sees_and_changes_nothing()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var viewer = new GrpcClient(service.Address, Token(service, Role.Viewer));

        Assert.Equal(StatusCode.OK, (await viewer.CallAsync<ListRunsResponse>("ListRuns", new ListRunsRequest())).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await viewer.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "calm" })).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await viewer.CallAsync<Run>("AbortRun", new AbortRunRequest { Id = "a" })).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await viewer.CallAsync<HaltResponse>("Halt", new HaltRequest())).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await viewer.CallAsync<ResumeResponse>("Resume", new ResumeRequest())).Code);
    }

    [Fact]
    public async Task Changes_are_in_the_audit_log_with_what_became_of_them_and_reading_is_not()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var client = new GrpcClient(service.Address, Token(service, Role.Operator));

        await client.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "nothing" });
        await client.CallAsync<ListRunsResponse>("ListRuns", new ListRunsRequest());
        await client.CallAsync<ResumeResponse>("Resume", new ResumeRequest());

        var entries = service.Part<AuditLog>().Entries().ToList();
        Assert.Equal(
            [("POST /chaosservice.v1.ChaosService/TriggerRun", 404, AuditResult.Refused), ("POST /chaosservice.v1.ChaosService/Resume", 200, AuditResult.Done)],
            entries.Select(e => (e.What, e.Status!.Value, e.Result)));
        Assert.Equal("nothing", entries[0].Subject["experiment"]);
    }

    [Fact]
    public async Task Too_many_changes_are_told_when_to_go_on_and_reading_and_halting_have_no_limit()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1200).Select(_ => grpc.CallAsync<Run>("TriggerRun", new TriggerRunRequest { Experiment = "nothing" })));

        var refused = answers.First(a => a.Code == StatusCode.ResourceExhausted);

        Assert.True(refused.Detail<RetryInfo>().RetryDelay.Seconds >= 1);
        Assert.All(answers, a => Assert.True(a.Code is StatusCode.NotFound or StatusCode.ResourceExhausted));
        Assert.Equal(StatusCode.OK, (await grpc.CallAsync<ListRunsResponse>("ListRuns", new ListRunsRequest())).Code);
        Assert.Equal(StatusCode.OK, (await grpc.CallAsync<HaltResponse>("Halt", new HaltRequest())).Code);
    }

    [Theory]
    [InlineData("origin", "http://elsewhere.example")]
    [InlineData("sec-fetch-site", "cross-site")]
    public async Task Page_of_another_site_cannot_change_anything(string header, string value)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        Assert.Equal(StatusCode.PermissionDenied, (await grpc.CallAsync<ResumeResponse>("Resume", new ResumeRequest(), (header, value))).Code);
    }

    [Fact]
    public async Task Name_that_is_not_ours_is_refused()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var answer = await grpc.CallAsync<ListRunsResponse>("ListRuns", new ListRunsRequest(), ("host", "rebound.example"));

        Assert.Equal((StatusCode.PermissionDenied, "MISDIRECTED_REQUEST"), (answer.Code, answer.Detail<ErrorInfo>().Reason));
    }

    [Fact]
    public async Task Refusal_of_REST_stays_one_of_REST_over_HTTP_2()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        Token(service, Role.Viewer);
        using var http = new HttpClient { BaseAddress = service.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await http.GetAsync("/api/v1/runs", TestContext.Current.CancellationToken);

        await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.Unauthorized);
    }

    private static string Token(ServiceUnderTest service, Role role) => service.Part<TokenStore>().Create(role.ToString().ToLowerInvariant(), role, lifetime: null)!.Text.Reveal();
}
