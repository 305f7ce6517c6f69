using System.Net;
using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Model.Randomness;
using ChaosService.Tests.Host.Serving;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Tests.Web.Hostile;

/// <summary>Whatever is sent to whatever endpoint there is: a refusal that helps, and a service that goes on.</summary>
public sealed class HostileRequestTests
{
    private const int Requests = 3_000;
    private const int AtOnce = 16;
    private const int Shown = 10;

    /// <summary>Documented: the service is halted or troubled.</summary>
    private const int Unavailable = 503;

    private static readonly string[] Secrets = ["   at ", "Exception", "System."];
    private static readonly string[] Paths = [AppContext.BaseDirectory, Path.GetTempPath(), "/src/ChaosService"];

    [Theory]
    [InlineData(20_261_122)]
    [InlineData(7)]
    public async Task Any_request_is_answered_or_refused_with_what_is_wrong(long seed)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        service.Work.Release();
        await service.ApplyAsync("kept");
        await service.ApplyAsync("calm");
        var kept = await service.GetAsync(await service.RunAsync("kept"));
        var requests = new HostileRequests(Endpoints(service), SeededRandom.Derive(seed, "requests"), [kept.Id, "calm"]);
        var port = service.Http.BaseAddress!.Port;

        List<string> wrong = [];
        for (var i = 0; i < Requests; i += AtOnce)
        {
            var first = i;
            List<HostileRequest> batch = [.. Enumerable.Range(0, AtOnce).Select(_ => requests.Next())];
            var answers = await Task.WhenAll(batch.Select((r, n) => RawHttp.SendAsync(port, r.Bytes, Source(first + n))));
            for (var n = 0; n < AtOnce; n++)
                if (Wrong(batch[n], answers[n]) is { } why)
                    wrong.Add($"seed {seed}, request {first + n}: {why}\n{batch[n]}\n→ {answers[n].Status} {answers[n].Body}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Requests} answers are wrong\n{string.Join("\n\n", wrong.Take(Shown))}");

        (await service.SendAsync("POST", "/api/v1/resume")).Dispose();
        await service.ApplyAsync("calm");
        Assert.Equal("finished", (await service.GetAsync(await service.RunAsync("calm"))).State);
        Assert.Equivalent(kept, await service.GetAsync(kept.Id), strict: true);
        Assert.Equal(ServiceUnderTest.Yaml("kept"), await service.TextAsync("/api/v1/experiments/kept"));
    }

    [Fact]
    public async Task Endpoints_under_test_are_those_that_the_service_has()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var routes = Endpoints(service).Select(e => e.RoutePattern.RawText).ToList();

        Assert.Contains("/api/v1/runs/{id}/abort", routes);
        Assert.Contains("/readyz", routes);
    }

    internal static IReadOnlyList<RouteEndpoint> Endpoints(ServiceUnderTest service) =>
        [.. service.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Null: as it should be.</summary>
    private static string? Wrong(HostileRequest request, RawResponse answer)
    {
        if (answer.Status is not ((> 0 and < 500) or Unavailable) && !request.NoHttp) return "neither an answer nor a refusal";
        if (answer.Status < 400 || request.Method == "HEAD") return null;
        // A value that is refused is shown as it came.
        if (Secrets.FirstOrDefault(s => answer.Body.Contains(s, StringComparison.Ordinal) && !request.Says(s)) is { } told)
            return $"tells '{told}'";
        if (request.IsPage && answer.MediaType == "text/html") return null;
        // What is no HTTP is refused by the server before the service sees it, without a body.
        if (request.NoHttp && answer.Body.Length == 0) return null;
        if (answer.Status == Unavailable && answer.MediaType == "application/json") return null;
        if (answer.MediaType != "application/problem+json") return "no problem+json";
        var problem = JsonSerializer.Deserialize<ProblemReply>(answer.Body, WireJson.Options)!;
        if (problem.Status != answer.Status || problem is not { Detail.Length: > 0, Title.Length: > 0, Fix.Length: > 0 })
            return "a problem that does not help";
        if (problem.Value is { Length: > 100 } || problem.Detail.Length > 500) return "sends back what it was sent, at length";
        if (answer.Status == (int)HttpStatusCode.TooManyRequests && !answer.Headers.ContainsKey("retry-after"))
            return "does not say when to come back";
        return Paths.FirstOrDefault(
            p => answer.Body.Contains(p, StringComparison.Ordinal)) is { } path ? $"tells the machine's path {path}" : null;
    }

    /// <summary>Many callers, so that the limits of one do not answer in the endpoint's place.</summary>
    private static IPAddress Source(int request) => new([127, 0, (byte)(1 + (request % 4)), (byte)(1 + (request / 4 % 250))]);
}
