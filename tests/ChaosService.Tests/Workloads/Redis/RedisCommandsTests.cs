using System.Buffers;
using System.Text;
using ChaosService.Model.Bank;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Bank;
using ChaosService.Workloads.Redis;
using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Tests.Workloads.Redis;

public sealed class RedisCommandsTests
{
    [Theory]
    [InlineData(Functions.Read, "k0", "GET|run/register/k0")]
    [InlineData(Functions.Write, "k0", "SET|run/register/k0|17")]
    [InlineData(Functions.Add, null, "SADD|run/set|17")]
    [InlineData(Functions.Read, null, "SMEMBERS|run/set")]
    [InlineData(Functions.Increment, "c0", "INCRBY|run/register/c0|17")]
    public void Op_becomes_its_command(string f, string? key, string expected) =>
        Assert.Equal(expected, string.Join('|', Command(new Operation(f, key, OpValue.Integer(17)))));

    [Fact]
    public void Cas_from_nothing_has_an_empty_from()
    {
        Assert.Equal(["1", "run/register/k0", "", "2"], Command(new Operation(Functions.Cas, "k0", OpValue.Pair(OpValue.Nil, 2))).Skip(2));
        Assert.Equal(["1", "run/register/k0", "1", "2"], Command(new Operation(Functions.Cas, "k0", OpValue.Pair(1, 2))).Skip(2));
    }

    [Fact]
    public void Transfer_moves_between_fields_of_one_hash_and_balances_are_all_of_them()
    {
        var transfer = new Operation(Functions.Transfer, null, new Transfer("a0", "a1", 3).ToValue());
        Assert.Equal(["1", "run/bank", "a0", "a1", "3"], Command(transfer).Skip(2));
        Assert.Equal(["HGETALL", "run/bank"], Command(BankWorkload.Look));
        RespValue[] fields = [Bulk("a0"), Bulk("-3"), Bulk("a1"), Bulk("3")];
        Assert.Equal(
            OpResult.Ok(Balances.ToValue([("a0", -3), ("a1", 3)]), "n1"), Read(Functions.Balances, RespValue.Array(fields)));
        Assert.Equal(OpResult.Ok(default, "n1"), Read(Functions.Transfer, RespValue.Integer(1)));
    }

    [Theory]
    [InlineData("READONLY You can't write against a read only replica.", OpType.Fail)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", OpType.Fail)]
    [InlineData("LOADING Redis is loading the dataset in memory", OpType.Fail)]
    [InlineData("MASTERDOWN Link with MASTER is down", OpType.Fail)]
    [InlineData("MISCONF Redis is configured to save RDB snapshots", OpType.Fail)]
    [InlineData("CLUSTERDOWN The cluster is down", OpType.Fail)]
    [InlineData("ERR something else", OpType.Info)]
    public void Write_that_got_an_error_failed_only_when_redis_refused_it(string error, OpType expected)
    {
        var result = Read(Functions.Write, new RespValue(RespKind.Error, Bytes: Encoding.UTF8.GetBytes(error)));
        Assert.Equal((expected, error.Split(' ')[0]), (result.Type, result.Error));
    }

    [Theory]
    [InlineData(Functions.Read)]
    [InlineData(Functions.Balances)]
    public void Read_that_got_an_error_failed(string f) =>
        Assert.Equal(OpType.Fail, Read(f, new RespValue(RespKind.Error, Bytes: "ERR what"u8.ToArray())).Type);

    [Fact]
    public void Reply_of_the_wrong_kind_is_unknown() =>
        Assert.Equal(OpResult.Info("unexpected Integer reply", "n1"), Read(Functions.Write, RespValue.Integer(1)));

    [Fact]
    public void Increment_is_told_the_total() =>
        Assert.Equal(OpResult.Ok(OpValue.Integer(5), "n1"), Read(Functions.Increment, RespValue.Integer(5)));

    [Fact]
    public void Cas_that_compared_false_failed() =>
        Assert.Equal(OpResult.Fail("compare failed", "n1"), Read(Functions.Cas, RespValue.Integer(0)));

    private static RespValue Bulk(string text) => new(RespKind.Bulk, Bytes: Encoding.UTF8.GetBytes(text));

    private static OpResult Read(string f, RespValue reply) => RedisCommands.Read(new Operation(f, "k0", OpValue.Integer(1)), reply, "n1");

    private static IEnumerable<string> Command(Operation operation)
    {
        var output = new ArrayBufferWriter<byte>();
        RedisCommands.Write(output, operation, "run/");
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);
        Assert.True(new RespReader().TryRead(ref buffer, out var command));
        return command.Items!.Select(item => item.Text);
    }
}
