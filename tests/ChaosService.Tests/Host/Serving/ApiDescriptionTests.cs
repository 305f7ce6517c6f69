using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Tests.Host.Serving;

/// <summary><c>/openapi/v1.json</c> against the endpoints that there are.</summary>
public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task Every_endpoint_is_described_with_its_answers_and_its_problem()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var document = JsonDocument.Parse(await service.TextAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths");

        var problems = Api(service).SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            .SelectMany(m => Problems(paths, m, e.RoutePattern.RawText!.TrimEnd('/'))));

        Assert.Empty(problems);
    }

    [Fact]
    public async Task Nothing_is_described_that_is_not_there()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var document = JsonDocument.Parse(await service.TextAsync("/openapi/v1.json"));

        var described = document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name.TrimEnd('/'))
            .Where(p => p.StartsWith("/api/", StringComparison.Ordinal));

        Assert.Equal(Api(service).Select(e => e.RoutePattern.RawText!.TrimEnd('/')).Where(p => p.StartsWith("/api/",
            StringComparison.Ordinal)).Distinct().Order(), described.Order());
    }

    [Fact]
    public async Task Problem_has_the_fields_that_help()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var document = JsonDocument.Parse(await service.TextAsync("/openapi/v1.json"));

        var fields = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("ProblemReply")
            .GetProperty("properties").EnumerateObject().Select(p => p.Name);

        Assert.Equal(["detail", "field", "fix", "problems", "status", "title", "type", "value"], fields.Order());
    }

    private static IEnumerable<RouteEndpoint> Api(ServiceUnderTest service) =>
        service.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText is { } route
            && (route.StartsWith("/api/", StringComparison.Ordinal) || route is "/healthz" or "/readyz"));

    private static IEnumerable<string> Problems(JsonElement paths, string method, string path)
    {
        var name = $"{method} {path}";
        if (!(paths.TryGetProperty(path, out var item) || paths.TryGetProperty(path + "/", out item))
            || !item.TryGetProperty(method.ToLowerInvariant(), out var operation))
            return [$"{name} is not described"];
        var responses = operation.GetProperty("responses").EnumerateObject().ToList();
        var answers = responses.Where(r => r.Name.StartsWith('2')).ToList();
        List<string> problems = [];
        if (!operation.TryGetProperty("summary", out _)) problems.Add($"{name} has no summary");
        if (answers.Count == 0) problems.Add($"{name} has no answer");
        foreach (var answer in answers.Where(a => a.Name != "204" && !a.Value.TryGetProperty("content", out _)))
            problems.Add($"{name} {answer.Name} has no type");
        if (!responses.Exists(r => r.Name == "default" && r.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)))
            problems.Add($"{name} has no problem");
        if (method == "PUT" && !operation.TryGetProperty("requestBody", out _)) problems.Add($"{name} takes a body that is not described");
        foreach (var parameter in path.Split('{').Skip(1).Select(p => p.Split('}')[0]))
            if (!operation.TryGetProperty("parameters", out var all) || !all.EnumerateArray()
                .Any(p => p.GetProperty("name").GetString() == parameter && p.GetProperty("in").GetString() == "path"))
                problems.Add($"{name} does not describe {{{parameter}}}");
        return problems;
    }
}
