using ChaosService.Model.Bank;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>
/// The client of one process. It starts at the node given by its process id and stays there, except that after a refused connection the
/// next op goes to the next node, as in etcd's own client: otherwise the workers of a dead node, which fail at once, would attract most of
/// the load.
/// </summary>
internal sealed class EtcdClient(EtcdGateway gateway, DatabaseRequest request, IReadOnlyList<string> nodes, int first) : IDatabaseClient
{
    private readonly RequestLimit _limit = new(request.Timeout, request.Time);
    private readonly bool _serializable = ((EtcdOptions)request.Options).Reads == EtcdOptions.Serializable;
    private readonly EtcdBank _bank = new(gateway, request);
    private int _current = first;

    public async ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken)
    {
        var outcome = await InvokeAsync(operation, nodes[_current], cancellationToken);
        if (outcome.Error is Errors.ConnectionRefused or Errors.NodeDown) _current = (_current + 1) % nodes.Count;
        return outcome;
    }

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<OpResult> InvokeAsync(Operation operation, string node, CancellationToken cancellationToken)
    {
        var limit = _limit.Begin(cancellationToken);
        try
        {
            return operation.F switch
            {
                Functions.Read when operation.Key is null => await ReadSetAsync(node, limit),
                Functions.Read => await ReadAsync(node, operation.Key, limit),
                Functions.Write => await WriteAsync(node, operation.Key!, operation.Value.First, limit),
                Functions.Cas => await CasAsync(node, operation.Key!, operation.Value, limit),
                Functions.Add => await AddAsync(node, operation.Value.First, limit),
                Functions.Transfer => await _bank.TransferAsync(node, Transfer.Read(operation.Value)!.Value, limit, cancellationToken),
                Functions.Balances => await _bank.BalancesAsync(node, limit),
                _ => OpResult.Fail($"unknown function {operation.F}", node),
            };
        }
        catch (Exception e)
        {
            return EtcdOutcome.Of(e, operation.F, node, cancellationToken);
        }
        finally
        {
            _limit.End();
        }
    }

    private async Task<OpResult> ReadAsync(string node, string key, CancellationToken limit)
    {
        var range = new RangeRequest(EtcdBytes.Of(Key(key)), Serializable: _serializable);
        var answer = await gateway.RangeAsync(node, range, limit);
        return OpResult.Ok(answer.Kvs is [var only] ? OpValue.Integer(EtcdBytes.Number(only.Value)) : OpValue.None, node);
    }

    private async Task<OpResult> ReadSetAsync(string node, CancellationToken limit)
    {
        var prefix = EtcdBytes.Of(SetPrefix);
        var range = new RangeRequest(prefix, EtcdBytes.EndOfPrefix(prefix), _serializable, KeysOnly: true);
        var answer = await gateway.RangeAsync(node, range, limit);
        return OpResult.Ok(OpValue.List([.. (answer.Kvs ?? []).Select(kv => EtcdBytes.Number(kv.Key.AsSpan(prefix.Length)))]), node);
    }

    private async Task<OpResult> WriteAsync(string node, string key, long value, CancellationToken limit)
    {
        await gateway.PutAsync(node, EtcdBytes.Of(Key(key)), EtcdBytes.Of(value), limit);
        return OpResult.Ok(default, node);
    }

    /// <summary>One key per element: adds of different elements never conflict.</summary>
    private async Task<OpResult> AddAsync(string node, long element, CancellationToken limit)
    {
        await gateway.PutAsync(node, EtcdBytes.Of($"{SetPrefix}{element}"), [], limit);
        return OpResult.Ok(default, node);
    }

    private async Task<OpResult> CasAsync(string node, string name, OpValue fromTo, CancellationToken limit)
    {
        var key = EtcdBytes.Of(Key(name));
        var compare = fromTo.First == OpValue.Nil
            ? new Compare(key, "CREATE", CreateRevision: 0)
            : new Compare(key, "VALUE", EtcdBytes.Of(fromTo.First));
        var txn = new TxnRequest([compare], [new TxnOperation(new PutRequest(key, EtcdBytes.Of(fromTo.Second)))]);
        var answer = await gateway.TxnAsync(node, txn, limit);
        return answer.Succeeded ? OpResult.Ok(default, node) : OpResult.Fail(Errors.CompareFailed, node);
    }

    private string SetPrefix => $"{request.KeyPrefix}set/";

    private string Key(string name) => $"{request.KeyPrefix}register/{name}";
}
