using System.Buffers;
using System.Globalization;
using ChaosService.Model.Bank;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis;

/// <summary>Converts ops to commands, and replies to outcomes.</summary>
internal static class RedisCommands
{
    /// <summary>An empty first argument means "no such key".</summary>
    private const string CompareAndSet =
        "local now = redis.call('GET', KEYS[1]) or ''; if now ~= ARGV[1] then return 0 end; redis.call('SET', KEYS[1], ARGV[2]); return 1";

    /// <summary>Accounts are the fields of one hash; one that is missing holds 0.</summary>
    private const string MoveMoney =
        "redis.call('HINCRBY', KEYS[1], ARGV[1], '-' .. ARGV[3]); redis.call('HINCRBY', KEYS[1], ARGV[2], ARGV[3]); return 1";

    public static void Write(IBufferWriter<byte> output, in Operation operation, string prefix)
    {
        switch (operation.F)
        {
            case Functions.Read when operation.Key is null: RespWriter.WriteCommand(output, "SMEMBERS", $"{prefix}set"); break;
            case Functions.Read: RespWriter.WriteCommand(output, "GET", Key(operation, prefix)); break;
            case Functions.Write: RespWriter.WriteCommand(output, "SET", Key(operation, prefix), Text(operation.Value.First)); break;
            case Functions.Add: RespWriter.WriteCommand(output, "SADD", $"{prefix}set", Text(operation.Value.First)); break;
            case Functions.Increment:
                RespWriter.WriteCommand(output, "INCRBY", Key(operation, prefix), Text(operation.Value.First));
                break;
            case Functions.Cas:
                var from = operation.Value.First == OpValue.Nil ? "" : Text(operation.Value.First);
                RespWriter.WriteCommand(output, "EVAL", CompareAndSet, "1", Key(operation, prefix), from, Text(operation.Value.Second));
                break;
            case Functions.Transfer:
                var transfer = Transfer.Read(operation.Value)!.Value;
                RespWriter.WriteCommand(
                    output, "EVAL", MoveMoney, "1", $"{prefix}bank", transfer.From, transfer.To, Text(transfer.Amount));
                break;
            case Functions.Balances: RespWriter.WriteCommand(output, "HGETALL", $"{prefix}bank"); break;
            default: throw new NotSupportedException($"Redis has no {operation.F}.");
        }
    }

    public static OpResult Read(in Operation operation, in RespValue reply, string node) => (operation.F, reply.Kind) switch
    {
        (_, RespKind.Error) => RedisOutcome.OfError(reply, operation.F, node),
        (Functions.Read, RespKind.Null) => OpResult.Ok(OpValue.None, node),
        (Functions.Read, RespKind.Bulk) => OpResult.Ok(OpValue.Integer(Number(reply)), node),
        (Functions.Read, RespKind.Array) => OpResult.Ok(OpValue.List([.. reply.Items!.Select(item => Number(item))]), node),
        (Functions.Write, RespKind.Simple) => OpResult.Ok(default, node),
        (Functions.Add, RespKind.Integer) => OpResult.Ok(default, node),
        (Functions.Increment, RespKind.Integer) => OpResult.Ok(OpValue.Integer(reply.Number), node),
        (Functions.Cas, RespKind.Integer) => reply.Number == 1 ? OpResult.Ok(default, node) : OpResult.Fail(Errors.CompareFailed, node),
        (Functions.Transfer, RespKind.Integer) => OpResult.Ok(default, node),
        (Functions.Balances, RespKind.Array) => OpResult.Ok(Balances.ToValue(Pairs(reply.Items!)), node),
        _ => OpResult.Info($"unexpected {reply.Kind} reply", node),
    };

    private static IEnumerable<(string Account, long Balance)> Pairs(RespValue[] fields) =>
        fields.Chunk(2).Select(pair => (pair[0].Text, Number(pair[1])));

    private static string Key(in Operation operation, string prefix) => string.Concat(prefix, "register/", operation.Key);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static long Number(in RespValue value) => long.TryParse(value.Bytes, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new RespException("a value is not a whole number");
}
