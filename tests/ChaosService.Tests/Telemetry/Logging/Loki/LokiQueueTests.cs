using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

public sealed class LokiQueueTests
{
    private static readonly LokiLine Line = new(LokiStream.Of([]), 1, new string('x', 1000), []);

    [Fact]
    public void Batch_that_is_done_with_gives_its_memory_back()
    {
        var queue = new LokiQueue(new LokiLimits { QueueBytes = 10 * Line.Bytes, BatchLines = 4 });
        for (var round = 0; round < 20; round++)
        {
            var added = Enumerable.Range(0, 20).Count(_ => queue.TryAdd(Line));
            var batch = queue.Take();

            Assert.Equal((round == 0 ? 10 : 4, 4), (added, batch.Count));
            // On their way they still take room.
            Assert.False(queue.TryAdd(Line));
            Assert.Equal((10, 10 * Line.Bytes), (queue.HeldLines, queue.HeldBytes));
            queue.Release(batch);
            Assert.Equal((6, 6 * Line.Bytes), (queue.HeldLines, queue.HeldBytes));
        }
    }

    [Fact]
    public void Room_is_told_when_half_of_it_is_free_again()
    {
        var queue = new LokiQueue(new LokiLimits { QueueBytes = 10 * Line.Bytes, BatchLines = 4 });
        while (queue.TryAdd(Line)) { }
        var room = queue.RoomAsync();

        queue.Release(queue.Take());
        Assert.False(room.IsCompleted);
        queue.Release(queue.Take());
        Assert.True(room.IsCompleted);
    }
}
