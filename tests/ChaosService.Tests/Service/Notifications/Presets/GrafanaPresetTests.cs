using System.Text.Json;
using ChaosService.Service.Options;

namespace ChaosService.Tests.Service.Notifications.Presets;

public sealed class GrafanaPresetTests
{
    private static readonly ReceiverOptions Grafana = new() { Kind = "grafana", Token = "glsa_t0ken" };

    [Fact]
    public void Fault_is_a_region_with_its_experiment_kind_and_node()
    {
        var request = Samples.Write(
            "grafana", Samples.Factory().FaultEnded(Samples.Running, Samples.Fault), Grafana, "https://grafana.example/sub/")!;
        var body = Samples.Json(request);

        Assert.Equal(
            ("https://grafana.example/sub/api/annotations", "Bearer glsa_t0ken"),
            (request.Url.AbsoluteUri, request.Headers["Authorization"]));
        Assert.Equal((1772366370000, 1772366385000), (body.GetProperty("time").GetInt64(), body.GetProperty("timeEnd").GetInt64()));
        Assert.Equal(["chaosservice", "fault", "fault.ended", "calm", "network-partition", "etcd2"], Tags(body));
        Assert.False(body.TryGetProperty("dashboardUID", out _));
    }

    [Fact]
    public void Run_is_a_region_from_its_begin_to_its_end()
    {
        var body = Samples.Json(Samples.Write("grafana", Samples.Ended(), Grafana with { Dashboard = "abc" }));
        Assert.Equal(
            (1772366340000, 1772366400000, "abc"),
            (body.GetProperty("time").GetInt64(), body.GetProperty("timeEnd").GetInt64(), body.GetProperty("dashboardUID").GetString()));
        Assert.Equal(["chaosservice", "run", "run.invalid", "calm"], Tags(body));
    }

    [Fact]
    public void Everything_else_is_a_point() =>
        Assert.All(
            [Samples.Violated, Samples.NotReverted, Samples.Factory().RunBegun(Samples.Running)],
            e => Assert.False(Samples.Json(Samples.Write("grafana", e, Grafana)).TryGetProperty("timeEnd", out _)));

    [Fact]
    public void Text_is_HTML_in_which_nothing_of_the_run_is_markup()
    {
        var text = Samples.Json(Samples.Write("grafana", Samples.Ended(reason: "<img src=x onerror=alert(1)>"), Grafana))
            .GetProperty("text").GetString()!;
        Assert.DoesNotContain("<img", text);
        Assert.EndsWith($"<br><a href=\"https://chaos.example/runs/{Samples.RunId}\">open</a>", text);
    }

    [Fact]
    public void Every_type_of_event_has_an_annotation() =>
        Assert.All(Samples.OfEachType, e => Assert.Equal("chaosservice", Tags(Samples.Json(Samples.Write("grafana", e, Grafana)))[0]));

    private static string[] Tags(JsonElement body) => [.. body.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!)];
}
