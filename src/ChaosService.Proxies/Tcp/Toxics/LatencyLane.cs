using System.Net.Sockets;
using System.Threading.Channels;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Continues to read while earlier data waits. At most 4 MiB wait; then the sender is blocked.</summary>
internal sealed class LatencyLane(LatencyToxic toxic, SeededRandom random, TimeProvider time) : Lane
{
    private const int ChunksWaitingMax = 128;

    private readonly Channel<Chunk> _line = Channel.CreateBounded<Chunk>(
        new BoundedChannelOptions(ChunksWaitingMax) { SingleReader = true, SingleWriter = true });

    private DateTimeOffset _lastDue;

    protected override int ChunkBytes => 32 << 10;

    public override async Task<LaneEnd> RunAsync(Socket from, Socket to, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendAsync(to, either);
        try
        {
            return await base.RunAsync(from, to, either.Token);
        }
        finally
        {
            _line.Writer.Complete();
            await sending;
        }
    }

    protected override async ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop)
    {
        var due = time.GetUtcNow() + toxic.Delay + toxic.Jitter * (2 * random.NextDouble() - 1);
        _lastDue = due > _lastDue ? due : _lastDue;
        await _line.Writer.WriteAsync(new(_lastDue, data.ToArray()), stop);
        return true;
    }

    private async Task SendAsync(Socket to, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var chunk in _line.Reader.ReadAllAsync(stop.Token))
            {
                await Pace.UntilAsync(chunk.Due, time, stop.Token);
                await to.SendAllAsync(chunk.Data, stop.Token);
            }
        }
        catch
        {
            // The receiver is gone: the reading side must not wait for room in the queue.
            await stop.CancelAsync();
            throw;
        }
    }

    private readonly record struct Chunk(DateTimeOffset Due, byte[] Data);
}
