using System.Net;
using ChaosService.Contracts.V1;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Audit;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using ChaosService.Web.Access.Callers;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Time.Testing;
using static ChaosService.Tests.Web.Grpc.GrpcClient;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace ChaosService.Tests.Web.Grpc;

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

        var refused = await nobody.Runs.GetRunAsync(new GetRunRequest { Id = "a" }, Call).RefusedAsync();
        var wrong = await stranger.Runs.GetRunAsync(new GetRunRequest { Id = "a" }, Call).RefusedAsync();
        var health = await nobody.Health.CheckAsync(new HealthCheckRequest(), Call);

        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHORIZED"), (refused.StatusCode, refused.Detail<ErrorInfo>().Reason));
        Assert.Contains("chaosctl tokens create", refused.Status.Detail);
        Assert.Equal((StatusCode.Unauthenticated, ServingStatus.Serving), (wrong.StatusCode, health.Status));
    }

    [Fact]
    public async Task Viewer_sees_and_changes_nothing()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var viewer = new GrpcClient(service.Address, Token(service, Role.Viewer));

        Assert.Empty((await viewer.Runs.ListRunsAsync(new ListRunsRequest(), Call)).Runs);
        RpcException[] refused =
        [
            await viewer.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "calm" }, Call).RefusedAsync(),
            await viewer.Runs.AbortRunAsync(new AbortRunRequest { Id = "a" }, Call).RefusedAsync(),
            await viewer.Runs.HaltAsync(new HaltRequest(), Call).RefusedAsync(),
            await viewer.Runs.ResumeAsync(new ResumeRequest(), Call).RefusedAsync(),
        ];
        Assert.All(refused, r => Assert.Equal(StatusCode.PermissionDenied, r.StatusCode));
    }

    [Fact]
    public async Task Changes_are_in_the_audit_log_with_what_became_of_them_and_reading_is_not()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var client = new GrpcClient(service.Address, Token(service, Role.Operator));

        await client.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "nothing" }, Call).RefusedAsync();
        await client.Runs.ListRunsAsync(new ListRunsRequest(), Call);
        await client.Runs.ResumeAsync(new ResumeRequest(), Call);

        await Wait.UntilAsync(() => service.Part<AuditLog>().Entries().Count() == 2);
        var entries = service.Part<AuditLog>().Entries().ToList();
        Assert.Equal(
            [
                ("POST /chaosservice.v1.ChaosService/TriggerRun", 404, AuditResult.Refused),
                ("POST /chaosservice.v1.ChaosService/Resume", 200, AuditResult.Done),
            ],
            entries.Select(e => (e.What, e.Status!.Value, e.Result)));
        Assert.Equal("nothing", entries[0].Subject["experiment"]);
    }

    /// <summary>Nothing of it comes to a method, and the audit log tells all the same.</summary>
    [Fact]
    public async Task Change_that_cannot_be_read_is_in_the_audit_log_as_not_done()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);

        await wire.SendAsync("Resume", GrpcWire.Frame(0, [0xff, 0xff]));

        await Wait.UntilAsync(() => service.Part<AuditLog>().Entries().Any());
        Assert.NotEqual(AuditResult.Done, service.Part<AuditLog>().Entries().Single().Result);
    }

    [Fact]
    public async Task Too_many_changes_are_told_when_to_go_on_and_reading_and_halting_have_no_limit()
    {
        // The clock stands still, so that no permit comes back however slow the machine is.
        await using var service = await ServiceUnderTest.StartAsync(time: new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        using var grpc = new GrpcClient(service.Address);
        var burst = service.Part<AccessOptions>().Changes.Burst;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, burst + 1)
                .Select(_ => grpc.Runs.TriggerRunAsync(new TriggerRunRequest { Experiment = "nothing" }, Call).RefusedAsync()));

        var refused = answers.Single(a => a.StatusCode == StatusCode.ResourceExhausted);

        Assert.True(refused.Detail<RetryInfo>().RetryDelay.Seconds >= 1);
        Assert.Equal(burst, answers.Count(a => a.StatusCode == StatusCode.NotFound));
        Assert.Empty((await grpc.Runs.ListRunsAsync(new ListRunsRequest(), Call)).Runs);
        Assert.Empty((await grpc.Runs.HaltAsync(new HaltRequest(), Call)).AbortedRuns);
    }

    [Theory]
    [InlineData("origin", "http://elsewhere.example")]
    [InlineData("sec-fetch-site", "cross-site")]
    public async Task Page_of_another_site_cannot_change_anything(string header, string value)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var refused = await grpc.Runs.ResumeAsync(new ResumeRequest(), Call.WithHeaders(new Metadata { { header, value } })).RefusedAsync();

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task Name_that_is_not_ours_is_refused()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);

        var rebound = Call.WithHeaders(new Metadata { { "host", "rebound.example" } });
        var refused = await grpc.Runs.ListRunsAsync(new ListRunsRequest(), rebound).RefusedAsync();

        Assert.Equal((StatusCode.PermissionDenied, "MISDIRECTED_REQUEST"), (refused.StatusCode, refused.Detail<ErrorInfo>().Reason));
    }

    [Fact]
    public async Task Refusal_of_REST_stays_one_of_REST_over_HTTP_2()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        Token(service, Role.Viewer);
        using var http = new HttpClient
        {
            BaseAddress = service.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await http.GetAsync("/api/v1/runs", TestContext.Current.CancellationToken);

        await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.Unauthorized);
    }

    private static string Token(ServiceUnderTest service, Role role) =>
        service.Part<TokenStore>().Create(role.ToString().ToLowerInvariant(), role, lifetime: null)!.Text.Reveal();
}
