using System.Net.Sockets;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Redis.Resp;
using ChaosService.Workloads.Redis.Topology;

namespace ChaosService.Workloads.Redis;

/// <summary>The client of one process: one connection to the node that the route gives.</summary>
internal sealed class RedisClient(PrimaryRoute route, DatabaseRequest request) : IDatabaseClient
{
    private readonly RequestLimit _limit = new(request.Timeout, request.Time);
    private RespConnection? _connection;
    private string? _node;

    public async ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken)
    {
        var limit = _limit.Begin(cancellationToken);
        try
        {
            return await ConnectAsync(limit) is { } failure ? failure : await ExchangeAsync(operation, limit, cancellationToken);
        }
        finally
        {
            _limit.End();
        }
    }

    public ValueTask DisposeAsync()
    {
        Disconnect();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<OpResult> ExchangeAsync(Operation operation, CancellationToken limit, CancellationToken cutOff)
    {
        try
        {
            RedisCommands.Write(_connection!.Output, operation, request.KeyPrefix);
            var reply = await _connection.ExchangeAsync(limit);
            if (reply.Kind == RespKind.Error) Failed(notPrimary: RedisOutcome.Code(reply) == RedisOutcome.ReadOnly);
            return RedisCommands.Read(operation, reply, _node!);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or RespException)
        {
            var outcome = RedisOutcome.OfBroken(e, _node, cutOff);
            Failed(notPrimary: false);
            return outcome;
        }
    }

    /// <summary>
    /// Null when there is a connection to the primary; otherwise the reason. Nothing of the op was sent, so it is a fail.
    /// </summary>
    private async ValueTask<OpResult?> ConnectAsync(CancellationToken limit)
    {
        try
        {
            var primary = await route.PrimaryAsync(limit);
            if (primary is null) return OpResult.Fail("no primary known", null);
            if (_connection is not null && _node == primary) return null;
            Disconnect();
            _node = primary;
            if (route.EndPointOf(primary) is not { } endPoint) return NotConnected(Errors.NodeDown, notPrimary: true);
            _connection = await RespConnection.OpenAsync(endPoint, limit);
            return route.VerifiesRole && RedisRole.From(await _connection.CallAsync(RedisRole.Question, limit)) is not { IsPrimary: true }
                ? NotConnected("not the primary", notPrimary: true)
                : null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return NotConnected(Errors.ConnectionRefused, notPrimary: true);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or RespException)
        {
            return NotConnected("no connection", notPrimary: false);
        }
    }

    private OpResult NotConnected(string error, bool notPrimary)
    {
        var outcome = OpResult.Fail(error, _node);
        Failed(notPrimary);
        return outcome;
    }

    private void Failed(bool notPrimary)
    {
        if (_node is not null) route.Failed(_node, notPrimary);
        Disconnect();
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        (_connection, _node) = (null, null);
    }
}
