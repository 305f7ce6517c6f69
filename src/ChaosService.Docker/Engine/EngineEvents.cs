using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Engine;

/// <summary>The engine's events about containers.</summary>
internal static class EngineEvents
{
    private const int QueuedMax = 256;
    private const int NanosecondsPerTick = 100;

    /// <summary>The current time of the engine's clock, which its events use.</summary>
    public static async Task<DateTimeOffset> ClockAsync(this DockerClient docker, CancellationToken cancellationToken) =>
        DateTimeOffset.Parse((await docker.System.GetSystemInfoAsync(cancellationToken)).SystemTime, CultureInfo.InvariantCulture);

    /// <summary>
    /// Events in order from a time in the past: an engine answers before it listens, and events in between would be missed. The sequence
    /// ends when the engine closes it. It throws <see cref="IOException"/> when the connection breaks, and when more events wait for the
    /// reader than there is room for.
    /// </summary>
    public static async IAsyncEnumerable<Message> ListenAsync(
        this DockerClient docker, DateTimeOffset since, IDictionary<string, IDictionary<string, bool>> filters,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = Channel.CreateBounded<Message>(QueuedMax);
        var parameters = new ContainerEventsParameters { Since = Seconds(since), Filters = filters };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = FillAsync(queue.Writer, docker, parameters, stop.Token);
        try
        {
            await foreach (var message in queue.Reader.ReadAllAsync(cancellationToken)) yield return message;
        }
        finally
        {
            await stop.CancelAsync();
            await listening;
        }
    }

    /// <summary>The engine's format for a time: seconds since 1970 and, after a dot, nine digits.</summary>
    internal static string Seconds(DateTimeOffset time) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.{time.Ticks % TimeSpan.TicksPerSecond * NanosecondsPerTick:D9}");

    private static async Task FillAsync(
        ChannelWriter<Message> queue, DockerClient docker, ContainerEventsParameters parameters, CancellationToken stop)
    {
        try
        {
            await docker.System.MonitorEventsAsync(parameters, new QueueEnd(queue), stop);
            queue.TryComplete();
        }
        catch (JsonException e)
        {
            queue.TryComplete(new IOException("the engine's events cannot be read", e));
        }
        catch (Exception e)
        {
            queue.TryComplete(e);
        }
    }

    internal sealed class QueueEnd(ChannelWriter<Message> queue) : IProgress<Message>
    {
        public void Report(Message value)
        {
            if (!queue.TryWrite(value)) queue.TryComplete(new IOException($"more than {QueuedMax} events waited to be read"));
        }
    }
}
