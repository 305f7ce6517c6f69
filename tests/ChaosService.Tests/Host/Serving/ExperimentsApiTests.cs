using System.Net;
using System.Text;
using ChaosService.Contracts;

namespace ChaosService.Tests.Host.Serving;

public sealed class ExperimentsApiTests
{
    [Fact]
    public async Task Put_keeps_the_text_as_written_and_says_what_it_did()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var first = ServiceUnderTest.Yaml() + "\n# a comment of mine\n";

        using var created = await service.PutAsync("calm", first);
        using var again = await service.PutAsync("calm", first);
        using var changed = await service.PutAsync("calm", ServiceUnderTest.Yaml());

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("unchanged", (await ServiceUnderTest.ReadAsync<ApplyReply>(again)).Outcome);
        Assert.Equal("changed", (await ServiceUnderTest.ReadAsync<ApplyReply>(changed)).Outcome);
        Assert.Equal(ServiceUnderTest.Yaml(), await service.TextAsync("/api/v1/experiments/calm"));
        var listed = Assert.Single(await service.GetAsync<List<ExperimentReply>>("/api/v1/experiments"));
        Assert.Equal(("calm", "etcd", "10s", true), (listed.Name, listed.Target, listed.Duration, listed.Valid));
    }

    [Fact]
    public async Task Post_takes_the_name_from_the_text()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.SendAsync(
            "POST", "/api/v1/experiments", new StringContent(ServiceUnderTest.Yaml("named"), Encoding.UTF8, "application/yaml"));

        Assert.Equal("/api/v1/experiments/named", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Delete_forgets_it_and_a_second_one_finds_nothing()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        using var deleted = await service.SendAsync("DELETE", "/api/v1/experiments/calm");
        using var again = await service.SendAsync("DELETE", "/api/v1/experiments/calm");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("calm", (await ServiceUnderTest.ProblemAsync(again, HttpStatusCode.NotFound)).Value);
    }

    [Fact]
    public async Task Wrong_text_is_refused_with_every_problem_and_keeps_nothing()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.PutAsync("calm", ServiceUnderTest.Yaml(target: "etc", workload: "regster"));

        var problem = await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["etc", "regster"], problem.Problems!.Select(p => p.Value));
        Assert.All(problem.Problems!, p => Assert.True(p.Line > 1 && p.Fix.Length > 0));
        Assert.Empty(await service.GetAsync<List<ExperimentReply>>("/api/v1/experiments"));
    }

    [Fact]
    public async Task Validate_tells_problems_without_keeping_anything()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var good = await service.SendAsync("POST", "/api/v1/experiments/validate", new StringContent(ServiceUnderTest.Yaml()));
        using var bad =
            await service.SendAsync("POST", "/api/v1/experiments/validate", new StringContent(ServiceUnderTest.Yaml(target: "nowhere")));

        Assert.True((await ServiceUnderTest.ReadAsync<ValidationReply>(good)).Valid);
        Assert.Equal("nowhere", Assert.Single((await ServiceUnderTest.ReadAsync<ValidationReply>(bad)).Problems).Value);
        Assert.Empty(await service.GetAsync<List<ExperimentReply>>("/api/v1/experiments"));
    }

    [Fact]
    public async Task Text_of_another_name_is_refused_naming_the_right_address()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.PutAsync("other", ServiceUnderTest.Yaml("calm"));

        Assert.Contains("/experiments/calm", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.BadRequest)).Fix);
    }
}
