using System.Net.Sockets;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;
using ChaosService.Proxies.Tcp.Toxics;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Proxies;

public sealed class TcpProxyTests
{
    [Fact]
    public async Task Everything_goes_there_and_back_and_a_half_close_is_passed_on()
    {
        await using var pair = await ProxiedPair.OpenAsync(toxic: null);
        var data = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31)).ToArray();
        var sending = pair.Client.SendAllAsync(data, pair.Limit).AsTask();
        Assert.Equal(data, await pair.ReadAsync(pair.Server, data.Length));
        await sending;

        pair.Client.EndSending();
        Assert.Equal(0, await pair.Server.ReceiveAsync(new byte[1], pair.Limit));
        await pair.Server.SendAllAsync("late"u8.ToArray(), pair.Limit);
        pair.Server.EndSending();
        Assert.Equal("late"u8.ToArray(), await pair.ReadAsync(pair.Client, 4));
        Assert.Equal(0, await pair.Client.ReceiveAsync(new byte[1], pair.Limit));
        await pair.Serving;
    }

    [Fact]
    public async Task Reset_of_one_end_resets_the_other()
    {
        await using var pair = await ProxiedPair.OpenAsync(toxic: null);
        pair.Server.Reset();
        var broken = await Assert.ThrowsAsync<SocketException>(async () => await pair.Client.ReceiveAsync(new byte[1], pair.Limit));
        Assert.Equal(SocketError.ConnectionReset, broken.SocketErrorCode);
        await pair.Serving;
    }

    [Fact]
    public async Task Stop_resets_both_ends()
    {
        await using var pair = await ProxiedPair.OpenAsync(new TimeoutToxic(null));
        await pair.StopAsync();
        await Assert.ThrowsAsync<SocketException>(async () => await pair.Client.ReceiveAsync(new byte[1], pair.Limit));
        await Assert.ThrowsAsync<SocketException>(async () => await pair.Server.ReceiveAsync(new byte[1], pair.Limit));
    }

    [Fact]
    public async Task Client_whom_nobody_serves_is_reset()
    {
        await using var pair = await ProxiedPair.OpenAsync(toxic: null, _ => throw new SocketException((int)SocketError.ConnectionRefused));
        await Assert.ThrowsAsync<SocketException>(async () => await pair.Client.ReceiveAsync(new byte[1], pair.Limit));
    }

    [Fact]
    public async Task Late_data_keeps_its_order()
    {
        await using var pair = await ProxiedPair.OpenAsync(new LatencyToxic(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(3)));
        for (byte i = 0; i < 50; i++) await pair.Client.SendAllAsync(new[] { i }, pair.Limit);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (byte)i), await pair.ReadAsync(pair.Server, 50));
    }

    /// <summary>What is not taken waits at the sender, not in this process.</summary>
    [Fact]
    public async Task Receiver_that_stands_still_makes_the_sender_wait()
    {
        await using var pair = await ProxiedPair.OpenAsync(new LatencyToxic(TimeSpan.FromMilliseconds(1), TimeSpan.Zero));
        var sending = pair.Client.SendAllAsync(new byte[64 << 20], pair.Limit).AsTask();
        Assert.NotSame(sending, await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, pair.Limit)));
        Assert.Equal(64 << 20, (await pair.ReadAsync(pair.Server, 64 << 20)).Length);
        await sending;
    }

    [Fact]
    public async Task Same_seed_changes_the_same_bytes_however_they_are_cut()
    {
        var whole = await CorruptedAsync(seed: 5, pieces: 1);
        Assert.Equal(whole, await CorruptedAsync(seed: 5, pieces: 40));
        Assert.NotEqual(whole, await CorruptedAsync(seed: 6, pieces: 1));
        Assert.InRange(whole.Count(b => b != 0), 150, 250);
    }

    private static async Task<byte[]> CorruptedAsync(long seed, int pieces)
    {
        await using var pair = await ProxiedPair.OpenAsync(new CorruptToxic(0.1), seed: seed);
        for (var i = 0; i < pieces; i++) await pair.Client.SendAllAsync(new byte[2000 / pieces], pair.Limit);
        return await pair.ReadAsync(pair.Server, 2000);
    }

    /// <summary>A client and a server with a proxy between them.</summary>
    private sealed class ProxiedPair : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenSource _limit = new(Wait.Limit);

        public required Socket Client { get; init; }

        public required Socket Server { get; init; }

        public Task Serving { get; private set; } = Task.CompletedTask;

        public CancellationToken Limit => _limit.Token;

        public static async Task<ProxiedPair> OpenAsync(Toxic? toxic, ChaosService.Proxies.Dial? dial = null, long seed = 1)
        {
            var (client, accepted) = await SocketPair.NewAsync(default);
            var (onward, server) = await SocketPair.NewAsync(default);
            var pair = new ProxiedPair { Client = client, Server = server };
            var proxy = new TcpProxy(toxic, inward: true, outward: true, seed, TimeProvider.System);
            pair.Serving = proxy.ServeAsync(accepted, dial ?? (_ => Task.FromResult(onward)), pair._stop.Token);
            return pair;
        }

        public async Task<byte[]> ReadAsync(Socket socket, int count)
        {
            var data = new byte[count];
            for (var at = 0; at < count;)
            {
                var read = await socket.ReceiveAsync(data.AsMemory(at), Limit);
                if (read == 0) return data[..at];
                at += read;
            }
            return data;
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Serving;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            Client.Dispose();
            Server.Dispose();
            _stop.Dispose();
            _limit.Dispose();
        }
    }
}
