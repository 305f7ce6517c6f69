using ChaosService.Contracts.V1;
using ChaosService.Engine.Running.Requests;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.Extensions.Hosting;
using static ChaosService.Tests.Web.Grpc.GrpcClient;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>Watching runs: the whole story, from a place, until somebody ends it.</summary>
public sealed class StreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watcher_gets_every_event_from_the_beginning_to_the_end()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);
        service.Work.Listeners[id].OnProgress(
            new RunProgress(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 300, 0.5, null, ["f1"], 2));

        var events = new List<RunEvent>();
        using var watch = grpc.Runs.WatchRun(new WatchRunRequest { Id = id }, Call);
        await foreach (var e in watch.ResponseStream.ReadAllAsync(Cancellation))
        {
            events.Add(e);
            if (e.Progress is not null) service.Work.Release();
        }

        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Id));
        Assert.Equal("load and faults", events.Single(e => e.Phase is not null).Phase.Name);
        var progress = events.Single(e => e.Progress is not null).Progress;
        Assert.Equal((300, 0.5, false, 2), (progress.OpsPerSecond, progress.ErrorRatio, progress.HasP99Ms, progress.Findings));
        Assert.Equal((id, RunState.Finished, Verdict.Valid), (events[^1].End.Id, events[^1].End.State, events[^1].End.Verdict));
    }

    [Fact]
    public async Task Watcher_goes_on_after_the_event_that_it_names()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);
        service.Work.Release();
        await service.GetAsync(id);
        var all = await AllAsync(grpc, new() { Id = id });

        Assert.Equal(all.Skip(2), await AllAsync(grpc, new() { Id = id, After = all[1].Id }));
    }

    [Fact]
    public async Task Watcher_that_comes_too_late_for_the_first_events_is_told_how_many_it_missed()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);
        for (var i = 0; i < 2100; i++) service.Work.Listeners[id].OnPhase($"phase {i}");
        service.Work.Release();
        await service.GetAsync(id);

        var all = await AllAsync(grpc, new() { Id = id });

        Assert.Equal((0L, 2000), (all[0].Id, all.Count - 1));
        Assert.Equal(all[1].Id - 1, all[0].Gap.Missed);
    }

    /// <summary>By the service: a client with a deadline of its own would not wait for it.</summary>
    [Fact]
    public async Task Deadline_ends_the_call_and_its_method()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);
        var id = await RunningAsync(service);

        var answer = await wire.SendAsync("WatchRun", GrpcWire.Frame(new WatchRunRequest { Id = id }), ("grpc-timeout", "200m"));

        Assert.Equal((StatusCode.DeadlineExceeded, false), (answer.Code, answer.TrailersOnly));
        Assert.NotEmpty(answer.Messages);
        Assert.Equal(id, answer.Headers.GetValues("chaosservice-run-id").Single());
    }

    [Theory]
    [InlineData("1n")]
    [InlineData("99n")]
    [InlineData("1u")]
    public async Task Deadline_that_is_over_before_the_call_begins_ends_it_at_once(string timeout)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var wire = new GrpcWire(service.Address);
        var id = await RunningAsync(service);

        var answer = await wire.SendAsync("WatchRun", GrpcWire.Frame(new WatchRunRequest { Id = id }), ("grpc-timeout", timeout));

        Assert.Equal(StatusCode.DeadlineExceeded, answer.Code);
    }

    [Fact]
    public async Task Watcher_that_leaves_disturbs_nobody()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);
        using (var watch = grpc.Runs.WatchRun(new WatchRunRequest { Id = id }, Call))
            Assert.True(await watch.ResponseStream.MoveNext(Cancellation));

        service.Work.Release();

        Assert.Equal(RunState.Finished, (await AllAsync(grpc, new() { Id = id }))[^1].End.State);
    }

    [Fact]
    public async Task Service_that_stops_tells_its_watchers()
    {
        var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);
        using var watch = grpc.Runs.WatchRun(new WatchRunRequest { Id = id }, Call);
        await watch.ResponseHeadersAsync;

        service.Part<IHostApplicationLifetime>().StopApplication();

        var rest = watch.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation).AsTask();
        var told = await Assert.ThrowsAsync<RpcException>(() => rest);
        Assert.Equal((StatusCode.Unavailable, "the service is stopping"), (told.StatusCode, told.Status.Detail));
        await service.DisposeAsync();
    }

    /// <summary>Else whoever has a tool open would hold up the stop for as long as a stop may take.</summary>
    [Fact]
    public async Task Service_that_stops_waits_for_no_conversation_about_what_there_is_to_call()
    {
        var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        using var talk = new ServerReflection.ServerReflectionClient(grpc.Calls).ServerReflectionInfo(Call);
        await talk.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Cancellation);
        Assert.True(await talk.ResponseStream.MoveNext(Cancellation));

        service.Part<IHostApplicationLifetime>().StopApplication();

        var told = await Assert.ThrowsAsync<RpcException>(() => talk.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.Unavailable, told.StatusCode);
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Five_hundred_watchers_on_few_connections_each_get_everything()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);

        var opened = Enumerable.Range(0, 500).Select(_ => grpc.Runs.WatchRun(new WatchRunRequest { Id = id }, Call)).ToList();
        await Task.WhenAll(opened.Select(w => w.ResponseHeadersAsync));
        for (var i = 0; i < 20; i++) service.Work.Listeners[id].OnPhase($"phase {i}");
        service.Work.Release();
        var seen = await Task.WhenAll(opened.Select(w => w.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation).AsTask()));

        Assert.All(seen, events => Assert.Equal(seen[0].Count, events.Count));
        Assert.All(seen, events => Assert.NotNull(events[^1].End));
        opened.ForEach(w => w.Dispose());
    }

    [Fact]
    public async Task Watcher_that_never_reads_holds_up_nobody()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var grpc = new GrpcClient(service.Address);
        var id = await RunningAsync(service);
        using var deaf = grpc.Runs.WatchRun(new WatchRunRequest { Id = id }, Call);
        await deaf.ResponseHeadersAsync;
        var reading = AllAsync(grpc, new() { Id = id });
        var progress = new RunProgress(TimeSpan.Zero, TimeSpan.Zero, 1, null, null, [new string('x', 4000)], 0);

        // More than the stream's window: what is not taken stays in the run's bounded ring, where others need it anyway.
        for (var i = 0; i < 2_000; i++) service.Work.Listeners[id].OnProgress(progress);
        service.Work.Release();

        Assert.NotNull((await reading)[^1].End);
        Assert.Equal("finished", (await service.GetAsync(id)).State);
    }

    private static async Task<string> RunningAsync(ServiceUnderTest service)
    {
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        return id;
    }

    private static async Task<List<RunEvent>> AllAsync(GrpcClient grpc, WatchRunRequest request)
    {
        using var watch = grpc.Runs.WatchRun(request, Call);
        return await watch.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
    }
}
