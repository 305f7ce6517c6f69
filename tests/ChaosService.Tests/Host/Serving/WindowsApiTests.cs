using System.Net;
using ChaosService.Contracts;
using ChaosService.Engine.Soaking;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

public sealed class WindowsApiTests
{
    [Fact]
    public async Task Windows_are_listed_and_told_while_the_soak_runs()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        var run = RunDirectory.At((await service.GetAsync<RunReply>($"/api/v1/runs/{id}")).Directory);
        Assert.Empty(await service.GetAsync<IReadOnlyList<WindowReply>>($"/api/v1/runs/{id}/windows"));

        Directory.CreateDirectory(run.CreateWindow(2).FullPath);
        await File.WriteAllTextAsync(run.Window(2).Report, "<p>two</p>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(run.Window(2).History, "x", TestContext.Current.CancellationToken);
        foreach (var index in (int[])[1, 2])
        {
            Assert.Null(WindowLog.Append(run, Window(index)));
            service.Work.Listeners[id].OnWindow(Window(index), 6);
        }

        var windows = await service.GetAsync<IReadOnlyList<WindowReply>>($"/api/v1/runs/{id}/windows");
        Assert.Equal([(1, "valid", false), (2, "invalid", true)], windows.Select(w => (w.Index, w.Verdict, w.Kept)));
        Assert.Equal("<p>two</p>", await service.TextAsync($"/api/v1/runs/{id}/windows/0002/report.html"));
        service.Work.Release();
        var events = await service.TextAsync($"/api/v1/runs/{id}/events");
        Assert.Contains(
            "event: window\ndata: "
                + "{\"index\":2,\"fromSeconds\":10,\"toSeconds\":20,\"verdict\":\"invalid\",\"reason\":\"because\",\"findings\":3,\"of\":6",
            events);
    }

    [Theory]
    [InlineData("0/report.html", HttpStatusCode.BadRequest)]
    [InlineData("two/report.html", HttpStatusCode.BadRequest)]
    [InlineData("1/experiment.yaml", HttpStatusCode.NotFound)]
    [InlineData("1/%2e%2e%2f%2e%2e%2fexperiment.yaml", HttpStatusCode.NotFound)]
    [InlineData("9/report.html", HttpStatusCode.NotFound)]
    public async Task What_is_no_file_of_a_window_is_refused(string path, HttpStatusCode status)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();

        using var response = await service.SendAsync("GET", $"/api/v1/runs/{id}/windows/{path}");

        await ServiceUnderTest.ProblemAsync(response, status);
    }

    private static WindowRecord Window(int index) => new()
    {
        Index = index, Seed = 7, FromSeconds = (index - 1) * 10, ToSeconds = index * 10,
        Verdict = index == 1 ? Outcome.Valid : Outcome.Invalid, Reason = "because", Ops = new OpCounts(100, 1, 2, 0), Faults = 4,
        Findings = index == 1 ? 0 : 3, Checks = [new WindowCheck("set-full", Outcome.Valid, "fine")],
    };
}
