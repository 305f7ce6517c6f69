using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Dns.Messages;

namespace ChaosService.Faults.Dns.Relay;

/// <summary>
/// Takes the queries that are redirected to it, answers those that fail, and passes the others on as they are, each from a port of its own:
/// what a node asks cannot be guessed from outside more easily than before.
/// </summary>
internal sealed class UdpRelay : IAsyncDisposable
{
    /// <summary>A query for which there is no room is not answered, as by a resolver that has too much to do.</summary>
    private const int QueriesMax = 256;

    private const int MessageMax = 65_535;

    /// <summary>Who asked has asked again by then.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    private readonly Socket _listener;
    private readonly Upstream _upstream;
    private readonly FailedNames _names;
    private readonly TimeProvider _time;
    private readonly Room _room;
    private readonly Task _receiving;

    public UdpRelay(Socket listener, Upstream upstream, FailedNames names, TimeProvider time)
    {
        (_listener, _upstream, _names, _time, _room) = (listener, upstream, names, time, new(QueriesMax, time));
        _receiving = ReceiveAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _receiving;
        await _room.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[MessageMax];
        var anybody = new IPEndPoint(_listener.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var received = await _listener.ReceiveFromAsync(buffer, anybody);
                await TakeAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                // Who asked before has gone meanwhile, and the kernel says so here.
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async ValueTask TakeAsync(byte[] message, EndPoint from)
    {
        if (_names.Judge(message) is not var (question, how))
        {
            if (_room.TryTake()) _ = PassOnAsync(message, from);
        }
        else if (FalseAnswer.To(message, question, how.Failure, how.Address) is { } answer)
        {
            await _listener.SendToAsync(answer, from);
        }
    }

    private async Task PassOnAsync(byte[] message, EndPoint from)
    {
        try
        {
            using var patience = new CancellationTokenSource(AnswerPatience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _room.Stop);
            using var onward = await _upstream.ConnectAsync(SocketType.Dgram, either.Token);
            await onward.SendAsync(message, either.Token);
            var answer = new byte[MessageMax];
            var length = await onward.ReceiveAsync(answer, either.Token);
            await _listener.SendToAsync(answer.AsMemory(0, length), from, either.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The resolver did not answer, so neither does the relay.
        }
        finally
        {
            _room.Leave();
        }
    }
}
