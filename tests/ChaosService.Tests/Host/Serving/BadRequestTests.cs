using System.Net;
using System.Text;
using ChaosService.Service.Options;

namespace ChaosService.Tests.Host.Serving;

public sealed class BadRequestTests
{
    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("[]", "$")]
    [InlineData("null", "body")]
    [InlineData("{}", "$")]
    [InlineData("""{"experiment":"calm","sed":1}""", "$.sed")]
    [InlineData("""{"experiment":7}""", "$.experiment")]
    [InlineData("""{"experiment":"calm","seed":"x"}""", "$.seed")]
    [InlineData("""{"experiment":"calm","seed":1.5}""", "$.seed")]
    [InlineData("""{"experiment":"calm","overrides":"spec.duration=1s"}""", "$.overrides")]
    [InlineData("""{"experiment":"calm","overrides":[null]}""", "$.overrides")]
    [InlineData("""{"experiment":"../../etc/passwd"}""", "$.experiment")]
    [InlineData("""{"experiment":"calm","concurrency":"both"}""", "$.concurrency")]
    [InlineData("""{"experiment":"nowhere"}""", "$.experiment")]
    public async Task Wrong_trigger_names_the_field(string body, string field)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        using var response = await service.SendAsync("POST", "/api/v1/runs", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await ServiceUnderTest.ProblemAsync(
            response, body.Contains("nowhere", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest);
        Assert.Equal(field, problem.Field);
        Assert.NotNull(problem.Fix);
    }

    [Fact]
    public async Task Wrong_overrides_are_refused_with_each_problem()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        using var response = await service.TriggerAsync(new { experiment = "calm", overrides = new[] { "spec.duration=never", "what" } });

        var problem = await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["never", "what"], problem.Problems!.Select(p => p.Value).Order());
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("DELETE", "/api/v1/runs", 405)]
    [InlineData("GET", "/api/v1/runs/none", 404)]
    [InlineData("GET", "/api/v1/runs/..%2f..%2fetc", 400)]
    [InlineData("GET", "/api/v1/runs?limit=0", 400)]
    [InlineData("GET", "/api/v1/runs?state=broken", 400)]
    [InlineData("GET", "/api/v1/runs?cursor=x", 400)]
    [InlineData("GET", "/api/v1/runs?since=tomorrow", 400)]
    [InlineData("GET", "/api/v1/runs?label=x", 400)]
    [InlineData("GET", "/api/v1/experiments/%2e%2e%2fstate.db", 400)]
    [InlineData("GET", "/api/v1/targets/nowhere", 404)]
    [InlineData("POST", "/api/v1/faults/none/f1/revert", 404)]
    [InlineData("GET", "/api/v1/suites/none", 404)]
    [InlineData("POST", "/api/v1/suites/none/runs", 404)]
    [InlineData("GET", "/api/v1/suites/runs/none", 404)]
    [InlineData("GET", "/api/v1/suites/runs/none/junit", 404)]
    [InlineData("GET", "/api/v1/suites/runs/..%2fstate.db/report", 400)]
    [InlineData("GET", "/api/v1/suites/runs?verdict=good", 400)]
    [InlineData("GET", "/api/v1/suites/runs?cursor=r1", 400)]
    [InlineData("POST", "/api/v1/schedules/suite%2Fnone/pause", 404)]
    public async Task Wrong_address_is_a_problem(string method, string path, int status)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await service.SendAsync(request);

        Assert.NotNull((await ServiceUnderTest.ProblemAsync(response, (HttpStatusCode)status)).Fix);
    }

    [Fact]
    public async Task Huge_body_is_refused_naming_the_limit()
    {
        await using var service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { BodyLimitKib = 16 });

        using var response = await service.PutAsync("calm", new string('#', 64 << 10));

        Assert.Contains("16 KiB", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge)).Fix);
    }

    [Fact]
    public async Task Other_type_of_body_is_refused_naming_it()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.SendAsync("POST", "/api/v1/runs", new StringContent("x", Encoding.UTF8, "text/plain"));

        Assert.Equal(
            "text/plain; charset=utf-8", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType)).Value);
    }
}
