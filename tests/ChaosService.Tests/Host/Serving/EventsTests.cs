using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Engine.Running.Requests;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

public sealed class EventsTests
{
    [Fact]
    public async Task Watcher_sees_the_run_from_its_beginning_to_its_end()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Started.Contains(id));
        service.Work.Release();

        var events = await ReadAsync(service, id);

        Assert.Equal([RunEventTypes.State, RunEventTypes.Begin, RunEventTypes.Phase, RunEventTypes.End], events.Select(e => e.EventType));
        Assert.Equal(["1", "2", "3", "4"], events.Select(e => e.EventId));
        Assert.Contains("\"state\":\"finished\"", events[^1].Data);
    }

    [Fact]
    public async Task Watcher_that_comes_back_goes_on_after_its_last_event()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Started.Contains(id));
        service.Work.Release();

        var events = await ReadAsync(service, id, lastId: "2");

        Assert.Equal(["3", "4"], events.Select(e => e.EventId));
    }

    [Fact]
    public async Task Watcher_that_comes_back_too_late_is_told_how_much_it_missed()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        for (var i = 0; i < 5000; i++) service.Work.Listeners[id].OnPhase($"phase {i}");
        service.Work.Release();

        var events = await ReadAsync(service, id, lastId: "1");

        Assert.Equal(RunEventTypes.Gap, events[0].EventType);
        Assert.Equal(RunEventTypes.End, events[^1].EventType);
        var first = long.Parse(events[1].EventId!);
        Assert.Equal($$"""{"missed":{{first - 2}}}""", events[0].Data);
    }

    [Fact]
    public async Task Event_id_that_is_none_is_refused()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{await service.RunAsync()}/events");
        request.Headers.Add("Last-Event-ID", "latest");

        using var response = await service.SendAsync(request);

        Assert.Equal("latest", (await ServiceUnderTest.ProblemAsync(response, HttpStatusCode.BadRequest)).Value);
    }

    [Fact]
    public async Task Client_that_never_reads_holds_up_neither_the_run_nor_other_watchers()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        await deaf.ConnectAsync(IPAddress.Loopback, service.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await deaf.SendAsync(
            Encoding.ASCII.GetBytes($"GET /api/v1/runs/{id}/events HTTP/1.1\r\nHost: x\r\n\r\n"), TestContext.Current.CancellationToken);

        var progress = new RunProgress(TimeSpan.Zero, TimeSpan.Zero, 1, null, null, [new string('x', 2000)], 0);
        for (var i = 0; i < 20_000; i++) service.Work.Listeners[id].OnProgress(progress);
        service.Work.Release();

        Assert.Equal("finished", (await service.GetAsync(id)).State);
        Assert.Equal(RunEventTypes.End, (await ReadAsync(service, id, lastId: "19999"))[^1].EventType);
    }

    [Fact]
    public async Task Run_of_an_earlier_life_has_only_its_end()
    {
        using var state = new TempDirectory();
        string id;
        await using (var service = await ServiceUnderTest.StartAsync(state: state))
        {
            service.Work.Release();
            await service.ApplyAsync();
            id = (await service.GetAsync(await service.RunAsync())).Id;
        }
        await using var next = await ServiceUnderTest.StartAsync(state: state);

        Assert.Equal([RunEventTypes.End], (await ReadAsync(next, id, lastId: "77")).Select(e => e.EventType));
    }

    private static async Task<List<SseItem<string>>> ReadAsync(ServiceUnderTest service, string id, string? lastId = null)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{id}/events");
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        using var response = await service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        List<SseItem<string>> events = [];
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token)) events.Add(item);
        return events;
    }
}
