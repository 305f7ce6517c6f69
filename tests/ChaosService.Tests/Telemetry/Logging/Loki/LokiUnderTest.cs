using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

/// <summary>A pipe to a receiver, on time that a test turns.</summary>
internal sealed class LokiUnderTest : IAsyncDisposable
{
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly LokiStream Stream = LokiStream.Of([new LokiLabel { Key = "service", Value = "test" }]);

    private LokiUnderTest(LokiReceiver receiver, LokiLimits limits)
    {
        Receiver = receiver;
        // Turned time runs ahead of real HTTP: only a test that is about it lets an attempt end early.
        Pipe = new LokiPipe(
            receiver.Uri, limits.Attempt == new LokiLimits().Attempt ? limits with { Attempt = TimeSpan.FromDays(1) } : limits, Time);
    }

    public LokiReceiver Receiver { get; }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));

    public LokiPipe Pipe { get; }

    public static async Task<LokiUnderTest> StartAsync(LokiLimits? limits = null) =>
        new(await LokiReceiver.StartAsync(), limits ?? new LokiLimits());

    public LokiLine Line(string text) => new(Stream, (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100, text, []);

    public void Add(params string[] lines)
    {
        foreach (var line in lines) Pipe.Add(Line(line));
    }

    /// <summary>Adds a line for each number.</summary>
    public void AddMany(int from, int count)
    {
        for (var i = from; i < from + count; i++) Pipe.Add(Line($"line {i}"));
    }

    /// <summary>Turns time on until the receiver has so many lines.</summary>
    public Task UntilLinesAsync(int count) => Time.AdvanceUntilAsync(() => Receiver.LineCount >= count, Second);

    public Task UntilAttemptsAsync(int count) =>
        Time.AdvanceUntilAsync(() => Receiver.Attempts.Count >= count, TimeSpan.FromMilliseconds(200));

    /// <summary>Also says whether all that came was as the protocol wants it.</summary>
    public async ValueTask DisposeAsync()
    {
        var closing = Pipe.DisposeAsync().AsTask();
        await Time.AdvanceUntilAsync(() => closing.IsCompleted, Second);
        await closing;
        await Receiver.DisposeAsync();
        Assert.Empty(Receiver.Problems);
    }
}
