using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Commands;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Settings;

namespace ChaosService.MerkleKv.Serving;

/// <summary>Accepts clients.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const int LeakedBytes = 1 << 16;

    private readonly ConcurrentDictionary<Task, bool> _sessions = new();
    private readonly ConcurrentBag<(Socket Socket, byte[] Buffer)> _leaked = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly TcpListener _listener;
    private readonly NodeSettings _settings;
    private readonly CommandTable _commands;
    private readonly ClientList _clients;
    private readonly Counters _counters;
    private readonly TimeProvider _time;
    private readonly Action _stopNode;
    private readonly ILogger _log;
    private readonly Task _accepting;

    /// <exception cref="SocketException">The port is taken.</exception>
    public Server(
        NodeSettings settings, CommandTable commands, ClientList clients, Counters counters, TimeProvider time, Action stopNode,
        ILogger log)
    {
        (_settings, _commands, _clients, _counters, _time) = (settings, commands, clients, counters, time);
        (_stopNode, _log) = (stopNode, log);
        _listener = new(settings.Host, settings.Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions.Keys);
        foreach (var (socket, _) in _leaked) socket.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Begin(await _listener.AcceptSocketAsync(_closing.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of descriptors, or the client was gone before it was accepted: others may come through.
                ServingLog.NotAccepted(_log, failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(10), _time, _closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Begin(Socket socket)
    {
        _counters.Add(Counter.ConnectionsTotal);
        if (_clients.Count >= _settings.ConnectionsMax)
        {
            _counters.Add(Counter.ConnectionsRefused);
            ServingLog.Refused(_log, _clients.Count);
            socket.Dispose();
            return;
        }
        var session = RunAsync(socket, _clients.Add($"{socket.RemoteEndPoint}"));
        _sessions[session] = true;
        _ = session.ContinueWith(s => _sessions.TryRemove(s, out _), TaskScheduler.Default);
    }

    private async Task RunAsync(Socket socket, ClientInfo client)
    {
        await Task.Yield();
        ServingLog.Connected(_log, client.Id, client.Address);
        var stops = false;
        try
        {
            stops = await new Session(socket, client, _commands, _settings.Bugs, _log).RunAsync(_closing.Token);
        }
        finally
        {
            _clients.Remove(client);
            // Bug connection-leak: neither the socket nor its buffer is given back.
            if (_settings.Bugs.HasFlag(SeededBugs.ConnectionLeak)) _leaked.Add((socket, GC.AllocateArray<byte>(LeakedBytes)));
            else socket.Dispose();
        }
        if (stops) _stopNode();
    }
}
