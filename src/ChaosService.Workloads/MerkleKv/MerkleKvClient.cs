using System.Net.Sockets;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>One process's client: one connection, to one node. Replication is no reason to go to another one: each takes writes.</summary>
internal sealed class MerkleKvClient(MerkleKvMembers members, UsedKeys keys, DatabaseRequest request, MerkleKvOptions options, string node)
    : IDatabaseClient
{
    private readonly RequestLimit _limit = new(request.Timeout, request.Time);
    private LineConnection? _connection;
    private int _opsOfConnection;

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

    /// <summary>Null when there is a connection; otherwise the reason. Nothing of the op was sent, so it is a fail.</summary>
    private async ValueTask<OpResult?> ConnectAsync(CancellationToken limit)
    {
        if (_connection is not null) return null;
        if (members.EndPointOf(node) is not { } endPoint) return OpResult.Fail(Errors.NodeDown, node);
        try
        {
            _connection = await LineConnection.OpenAsync(endPoint, limit);
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return OpResult.Fail(Errors.ConnectionRefused, node);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            return OpResult.Fail("no connection", node);
        }
    }

    private async ValueTask<OpResult> ExchangeAsync(Operation operation, CancellationToken limit, CancellationToken cutOff)
    {
        keys.Note(operation.Key!);
        try
        {
            var line = CommandCase.Write(MerkleKvCommands.Line(operation, request.KeyPrefix), options.Commands);
            var result = MerkleKvCommands.Read(operation, await _connection!.AskAsync(line, limit), node);
            if (++_opsOfConnection >= options.OpsPerConnection) Disconnect();
            return result;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or LineException)
        {
            Disconnect();
            return OpResult.Info(
                e switch
                {
                    OperationCanceledException => cutOff.IsCancellationRequested ? Errors.CutOff : Errors.Timeout,
                    LineException => e.Message,
                    _ => Errors.ConnectionBroken,
                },
                node);
        }
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
        _opsOfConnection = 0;
    }
}
