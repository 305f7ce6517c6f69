using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ChaosService.Contracts.V1;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using ChaosService.Tests.Web.Grpc;
using static ChaosService.Tests.Web.Grpc.GrpcClient;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary><c>/metrics</c> of a whole service, and what moves in it.</summary>
public sealed class MetricsApiTests
{
    [Fact]
    public async Task Reader_gets_the_format_that_it_asks_for()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, "/metrics") { Headers = { { "Accept", "application/openmetrics-text; version=1.0.0" } } };

        using var text = await service.SendAsync("GET", "/metrics");
        using var open = await service.SendAsync(request);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", text.Content.Headers.ContentType!.ToString());
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", open.Content.Headers.ContentType!.ToString());
        Assert.EndsWith("\n# EOF\n", await open.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("# EOF", await text.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What Prometheus 2.42 and 3 send.</summary>
    [Theory]
    [InlineData(
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text")]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.5", "text/plain")]
    public async Task Format_is_what_the_reader_likes_better(string accept, string type)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await service.SendAsync(request);

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Scrape_is_in_the_description_of_the_API_and_answers_GET_alone()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var posted = await service.SendAsync("POST", "/metrics");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Contains("\"/metrics\"", await service.TextAsync("/openapi/v1.json"));
    }

    [Fact]
    public async Task Viewer_may_read_with_a_bearer_token_and_nobody_without()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        // The first token closes the service.
        var token = service.Part<TokenStore>().Create("prometheus", Role.Viewer, null)!.Text.Reveal();

        using var refused = await service.SendAsync("GET", "/metrics");
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answered = await service.SendAsync("GET", "/metrics");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, answered.StatusCode));
    }

    [Fact]
    public async Task Metrics_that_are_off_are_not_there_and_runs_go_on()
    {
        await using var service =
            await ServiceUnderTest.StartAsync(options: new ServiceOptions { Metrics = new MetricsOptions { Enabled = false } });
        await service.ApplyAsync();
        service.Work.Release();

        Assert.Equal("finished", (await service.GetAsync(await service.RunAsync())).State);
        using var answer = await service.SendAsync("GET", "/metrics");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Run_moves_what_tells_of_runs()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var first = await service.RunAsync();
        var second = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Started.Contains(first));

        var during = await service.TextAsync("/metrics");
        service.Work.Release();
        await service.GetAsync(second);
        var after = await service.TextAsync("/metrics");

        Has(
            during, "chaosservice_running_runs 1", "chaosservice_queued_runs 1",
            $"chaosservice_run_info{{experiment=\"calm\",project=\"chaosservice-etcd\",run_id=\"{first}\"}} 1",
            """chaosservice_runs_total{experiment="calm",state="finished",verdict="valid"} 0""",
            """chaosservice_triggers_total{result="accepted"} 2""");
        Has(
            after, "chaosservice_running_runs 0", """chaosservice_runs_total{experiment="calm",state="finished",verdict="valid"} 2""",
            """chaosservice_run_duration_seconds_count{experiment="calm"} 2""",
            """chaosservice_experiment_last_verdict{experiment="calm",verdict="valid"} 1""",
            """chaosservice_experiment_failing{experiment="calm"} 0""");
        Assert.DoesNotContain("chaosservice_run_info{", after);
    }

    [Fact]
    public async Task Refusals_halts_watchers_and_requests_are_counted()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using (await service.TriggerAsync(new { experiment = "nothing" })) { }
        using (await service.SendAsync("POST", "/api/v1/halt")) { }
        using (await service.TriggerAsync(new { experiment = "calm" })) { }
        using (await service.SendAsync("GET", "/there/is/no/such/path")) { }
        using var watching = await service.SendAsync("GET", "/api/v1/events");

        await Wait.UntilAsync(() => service.TextAsync("/metrics").Result.Contains("chaosservice_watchers 1\n", StringComparison.Ordinal));
        var text = await service.TextAsync("/metrics");
        Has(
            text, "chaosservice_halted 1", "chaosservice_ready 0",
            """chaosservice_triggers_total{result="unknown_experiment"} 1""", """chaosservice_triggers_total{result="halted"} 1""");
        Assert.Equal(1, Requests(text, """http_request_method="GET",http_response_status_code="404",network"""));
        Assert.Equal(1, Requests(text, """http_request_method="POST",http_response_status_code="200",http_route="/api/v1/halt","""));
    }

    /// <summary>They last as long as somebody watches, which says nothing of the service.</summary>
    [Fact]
    public async Task Streams_that_ended_are_not_among_the_requests()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        service.Work.Release();
        var id = await service.RunAsync();
        await service.GetAsync(id);
        using var grpc = new GrpcClient(service.Address);

        await service.TextAsync($"/api/v1/runs/{id}/events");
        using var watch = grpc.Runs.WatchRun(new WatchRunRequest { Id = id }, Call);
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) { }
        await grpc.Runs.GetRunAsync(new GetRunRequest { Id = id }, Call);

        await Wait.UntilAsync(() => Requests(service.TextAsync("/metrics").Result, "ChaosService/GetRun") == 1);
        var text = await service.TextAsync("/metrics");
        Assert.Equal(0, Requests(text, "/events"));
        Assert.Equal(0, Requests(text, "ChaosService/WatchRun"));
    }

    [Fact]
    public async Task Experiment_that_is_deleted_takes_its_series_with_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        service.Work.Release();
        await service.GetAsync(await service.RunAsync());
        Assert.Contains("experiment=\"calm\"", await service.TextAsync("/metrics"));

        using (await service.SendAsync("DELETE", "/api/v1/experiments/calm")) { }

        Assert.DoesNotContain("experiment=\"calm\"", await service.TextAsync("/metrics"));
    }

    [Fact]
    public async Task How_an_experiment_stands_is_known_over_a_restart()
    {
        using var state = new TempDirectory();
        await using (var first = await ServiceUnderTest.StartAsync(state: state))
        {
            await first.ApplyAsync();
            first.Work.Outcomes["calm"] = ChaosService.Model.Verdicts.Outcome.Invalid;
            first.Work.Release();
            await first.GetAsync(await first.RunAsync());
        }

        await using var second = await ServiceUnderTest.StartAsync(state: state);

        Has(
            await second.TextAsync("/metrics"), """chaosservice_experiment_failing{experiment="calm"} 1""",
            """chaosservice_experiment_last_verdict{experiment="calm",verdict="invalid"} 1""");
    }

    /// <summary>How many requests there were whose labels hold this.</summary>
    private static int Requests(string text, string labels) => text.Split('\n')
        .Where(l => l.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal))
        .Where(l => l.Contains(labels, StringComparison.Ordinal))
        .Sum(l => int.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture));

    private static void Has(string text, params string[] lines) => Assert.All(lines, line => Assert.Contains($"\n{line}\n", text));
}
