using ChaosService.Model.KeyValue;
using ChaosService.Workloads.MerkleKv.Changes;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class ChangeEncoderTests
{
    /// <summary>Byte by byte what a node publishes: the message of the experiment <c>poison</c>, without its damage.</summary>
    [Fact]
    public void Change_is_a_map_of_nine_with_arrays_of_numbers() => Assert.Equal(
        "a9617601626f7063736574636b65796762792d68616e646376616c82183118376274731b17979cfe362a0000637372636762792d68616e646"
            + "56f705f6964900102030405060708090a0b0c0d0e0f106470726576f66374746cf6",
        Convert.ToHexStringLower(ChangeEncoder.Write(new(
            "0102030405060708090a0b0c0d0e0f10", 0x17979cfe362a0000, "by-hand", "set", "by-hand", "17"))));

    [Theory]
    [InlineData("set", "a é 日本 🙂")]
    [InlineData("append", "")]
    [InlineData("del", null)]
    public void Change_is_read_as_it_was_written(string op, string? value)
    {
        var change = new ChangeEvent("ff02030405060708090a0b0c0d0e0fff", ulong.MaxValue, "kv1", op, "run/k0-é", value);
        Assert.Equal(change, ChangeDecoder.Read(ChangeEncoder.Write(change)));
    }
}
