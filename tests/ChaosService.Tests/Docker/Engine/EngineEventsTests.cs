using System.Threading.Channels;
using ChaosService.Docker.Engine;
using Docker.DotNet.Models;

namespace ChaosService.Tests.Docker.Engine;

public sealed class EngineEventsTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 1, 10, 0, 0, 250, TimeSpan.Zero);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Engine_is_asked_for_what_has_happened_since()
    {
        var asked = "";
        await using var engine = new FakeEngine((request, context) =>
        {
            asked = Uri.UnescapeDataString(request);
            return FakeEngine.WriteAsync(context, Event("start") + "\n" + Event("die"));
        });

        Assert.Equal(["start", "die"], (await ReadAsync(engine)).Select(m => m.Action));
        Assert.Equal("""GET /events?since=1772359200.250000000&filters={"type":{"container":true}}""", asked);
    }

    [Fact]
    public async Task Event_that_is_cut_off_is_left_out_and_those_before_it_are_there()
    {
        await using var engine = new FakeEngine((_, context) => FakeEngine.WriteAsync(context, Event("start") + Event("die")[..20]));

        Assert.Equal(["start"], (await ReadAsync(engine)).Select(m => m.Action));
    }

    [Fact]
    public async Task Answer_that_is_no_event_is_a_broken_stream()
    {
        await using var engine = new FakeEngine((_, context) => FakeEngine.WriteAsync(context, "<html>"));

        await Assert.ThrowsAsync<IOException>(() => ReadAsync(engine));
    }

    [Fact]
    public async Task Events_that_there_is_no_room_for_break_the_stream_after_those_that_had_room()
    {
        var queue = Channel.CreateBounded<Message>(2);
        var end = new EngineEvents.QueueEnd(queue.Writer);
        foreach (var action in (string[])["start", "die", "destroy", "start"]) end.Report(new Message { Action = action });

        Assert.Equal("start", (await queue.Reader.ReadAsync(Cancellation)).Action);
        Assert.Equal("die", (await queue.Reader.ReadAsync(Cancellation)).Action);
        await Assert.ThrowsAsync<IOException>(() => queue.Reader.Completion);
    }

    private static string Event(string action) =>
        """{"Type":"container","Action":"ACTION","Actor":{"ID":"c1","Attributes":{"a":"b"}}}""".Replace("ACTION", action);

    private static Dictionary<string, IDictionary<string, bool>> Filters() =>
        new() { ["type"] = new Dictionary<string, bool> { ["container"] = true } };

    private static async Task<List<Message>> ReadAsync(FakeEngine engine)
    {
        List<Message> read = [];
        await foreach (var message in engine.Client.ListenAsync(Since, Filters(), Cancellation)) read.Add(message);
        return read;
    }
}
