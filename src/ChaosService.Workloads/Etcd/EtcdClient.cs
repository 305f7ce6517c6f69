using System.Globalization;
using System.Text;
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
    private int _current = first;

    public async ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken)
    {
        var node = nodes[_current];
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
                _ => OpResult.Fail($"unknown function {operation.F}", node),
            };
        }
        catch (Exception e)
        {
            var outcome = EtcdOutcome.Of(e, operation.F, node, cancellationToken);
            if (outcome.Error is Errors.ConnectionRefused or Errors.NodeDown) _current = (_current + 1) % nodes.Count;
            return outcome;
        }
        finally
        {
            _limit.End();
        }
    }

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<OpResult> ReadAsync(string node, string key, CancellationToken limit)
    {
        var range = new RangeRequest(Bytes(Key(key)), Serializable: _serializable);
        var answer =
            await gateway.PostAsync(node, "/v3/kv/range", range, EtcdJson.Default.RangeRequest, EtcdJson.Default.RangeResponse, limit);
        return OpResult.Ok(answer.Kvs is [var only] ? OpValue.Integer(Number(only.Value)) : OpValue.None, node);
    }

    private async Task<OpResult> ReadSetAsync(string node, CancellationToken limit)
    {
        var prefix = Bytes(SetPrefix);
        var range = new RangeRequest(prefix, EndOfPrefix(prefix), _serializable, KeysOnly: true);
        var answer =
            await gateway.PostAsync(node, "/v3/kv/range", range, EtcdJson.Default.RangeRequest, EtcdJson.Default.RangeResponse, limit);
        return OpResult.Ok(OpValue.List([.. (answer.Kvs ?? []).Select(kv => Number(kv.Key.AsSpan(prefix.Length)))]), node);
    }

    private async Task<OpResult> WriteAsync(string node, string key, long value, CancellationToken limit)
    {
        await gateway.PutAsync(node, Bytes(Key(key)), Bytes(value), limit);
        return OpResult.Ok(default, node);
    }

    /// <summary>One key per element: adds of different elements never conflict.</summary>
    private async Task<OpResult> AddAsync(string node, long element, CancellationToken limit)
    {
        await gateway.PutAsync(node, Bytes($"{SetPrefix}{element}"), [], limit);
        return OpResult.Ok(default, node);
    }

    private async Task<OpResult> CasAsync(string node, string name, OpValue fromTo, CancellationToken limit)
    {
        var key = Bytes(Key(name));
        var compare = fromTo.First == OpValue.Nil
            ? new Compare(key, "CREATE", null, 0)
            : new Compare(key, "VALUE", Bytes(fromTo.First), null);
        var txn = new TxnRequest([compare], [new TxnOperation(new PutRequest(key, Bytes(fromTo.Second)))]);
        var answer = await gateway.PostAsync(node, "/v3/kv/txn", txn, EtcdJson.Default.TxnRequest, EtcdJson.Default.TxnResponse, limit);
        return answer.Succeeded ? OpResult.Ok(default, node) : OpResult.Fail(Errors.CompareFailed, node);
    }

    private string SetPrefix => $"{request.KeyPrefix}set/";

    private string Key(string name) => $"{request.KeyPrefix}register/{name}";

    /// <summary>The first key that does not have the prefix.</summary>
    private static byte[] EndOfPrefix(byte[] prefix) => [.. prefix[..^1], (byte)(prefix[^1] + 1)];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(long value) => Bytes(value.ToString(CultureInfo.InvariantCulture));

    private static long Number(ReadOnlySpan<byte> text) => long.Parse(text, CultureInfo.InvariantCulture);
}
