using System.Net;
using System.Net.ServerSentEvents;
using ChaosService.Contracts;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Events;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Tests.Host.Serving;

public sealed class ServiceEventsTests
{
    [Fact]
    public async Task Watcher_of_the_service_is_told_of_every_run_from_now_on()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        await using var events = await WatchAsync(service);
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Started.Contains(id));
        service.Work.Release();

        var seen =
            await events.UntilAsync(e => e.EventType == ServiceEventTypes.Run && e.Data.Contains("\"finished\"", StringComparison.Ordinal));

        Assert.Equal(
            [ServiceEventTypes.Run, ServiceEventTypes.Run, ServiceEventTypes.Phase, ServiceEventTypes.Run], seen.Select(e => e.EventType));
        Assert.Contains($"\"runId\":\"{id}\"", seen[2].Data);
    }

    [Fact]
    public async Task Watcher_that_comes_back_misses_nothing()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var place = service.Part<ServiceEvents>().LastId;
        var id = await service.RunAsync();

        await using var events = await WatchAsync(service, place);

        Assert.Contains(id, (await events.UntilAsync(_ => true))[0].Data);
    }

    [Fact]
    public async Task Place_of_an_earlier_life_is_a_gap()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        await using var events = await WatchAsync(service, 17);

        Assert.Equal(ServiceEventTypes.Gap, (await events.UntilAsync(_ => true))[0].EventType);
    }

    [Fact]
    public async Task Halt_and_resume_are_told()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await using var events = await WatchAsync(service);

        (await service.SendAsync("POST", "/api/v1/halt")).Dispose();
        await events.UntilAsync(e => e.EventType == ServiceEventTypes.Health && e.Data.Contains("\"halted\"", StringComparison.Ordinal));
        (await service.SendAsync("POST", "/api/v1/resume")).Dispose();
        await events.UntilAsync(e => e.EventType == ServiceEventTypes.Health && e.Data.Contains("\"ready\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_are_told_about_once_a_second_and_kept_whole_for_who_comes_later()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        var before = service.Part<ServiceEvents>().LastId;
        for (var i = 1; i <= 100; i++)
            service.Work.Listeners[id].OnProgress(
                new RunProgress(TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(100), i, null, null, [], 0));
        for (var i = 0; i < 100; i++) service.Work.Listeners[id].OnFinding("c", new Finding { Anomaly = "a", Explanation = "b" });

        var live = await service.GetAsync<LiveReply>($"/api/v1/runs/{id}/live");

        Assert.True(
            service.Part<ServiceEvents>().LastId - before < 100, "the service's followers must not be told of every figure and finding");
        Assert.Equal(100, live.Progress!.OpsPerSecond);
        Assert.Equal(100, live.Series.Count);
        Assert.Equal(50, live.Findings.Count);
        Assert.Equal("load and faults", live.Phases[^1].Phase);
    }

    [Fact]
    public void Figures_of_a_long_run_are_bounded_and_keep_the_worst()
    {
        var series = new ProgressSeries(100);
        for (var i = 1; i <= 100_000; i++) series.Add(new ProgressPoint(i, 10, 0, i == 77_777 ? 999 : 5));

        var points = series.Points();

        Assert.InRange(points.Count, 50, 101);
        Assert.Equal(999, points.Max(p => p.P99Ms));
        Assert.Equal(100_000, points[^1].Seconds);
        Assert.Equal(points.OrderBy(p => p.Seconds), points);
    }

    [Fact]
    public async Task Stop_of_the_service_ends_what_is_watched()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await using var events = await WatchAsync(service);

        service.Part<IHostApplicationLifetime>().StopApplication();

        await Assert.ThrowsAsync<InvalidOperationException>(() => events.UntilAsync(_ => false));
    }

    [Theory]
    [InlineData("?after=x")]
    [InlineData("?after=-1")]
    public async Task Place_that_is_none_is_refused(string query)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var response = await service.SendAsync("GET", $"/api/v1/events{query}");

        Assert.Equal("?after", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.BadRequest)).Field);
    }

    private static async Task<Watcher> WatchAsync(ServiceUnderTest service, long? after = null)
    {
        var from = after ?? service.Part<ServiceEvents>().LastId;
        var response = await service.SendAsync("GET", $"/api/v1/events?after={from}");
        return new Watcher(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Watcher : IAsyncDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly IAsyncEnumerator<SseItem<string>> _events;

        public Watcher(HttpResponseMessage response, Stream stream) =>
            (_response, _events) =
                (response, SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator());

        /// <summary>What came up to and with the event that fits.</summary>
        public async Task<List<SseItem<string>>> UntilAsync(Func<SseItem<string>, bool> fits)
        {
            List<SseItem<string>> seen = [];
            while (await _events.MoveNextAsync().AsTask().WaitAsync(Wait.Limit))
            {
                seen.Add(_events.Current);
                if (fits(_events.Current)) return seen;
            }
            throw new InvalidOperationException($"the stream ended after {seen.Count} events");
        }

        public ValueTask DisposeAsync()
        {
            _response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
