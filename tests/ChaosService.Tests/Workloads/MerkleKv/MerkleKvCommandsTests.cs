using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.MerkleKv;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class MerkleKvCommandsTests
{
    [Theory]
    [InlineData(Functions.Read, "GET run/k0")]
    [InlineData(Functions.Write, "SET run/k0 17")]
    [InlineData(Functions.Delete, "DEL run/k0")]
    [InlineData(Functions.Append, "APPEND run/k0 17")]
    [InlineData(Functions.Prepend, "PREPEND run/k0 17")]
    [InlineData(Functions.Increment, "INC run/k0 17")]
    public void Op_becomes_its_line(string f, string expected) =>
        Assert.Equal(expected, MerkleKvCommands.Line(new Operation(f, "k0", OpValue.Integer(17)), "run/"));

    [Fact]
    public void Text_is_written_as_it_is() => Assert.Equal(
        "SET run/k0 a é \"🙂\"", MerkleKvCommands.Line(new Operation(Functions.Write, "k0", OpValue.Text("a é \"🙂\"")), "run/"));

    [Theory]
    [InlineData("upper", "GET k0 A")]
    [InlineData("lower", "get k0 A")]
    [InlineData("mixed", "gEt k0 A")]
    public void Only_the_name_of_a_command_is_written_in_another_case(string commands, string expected) =>
        Assert.Equal(expected, CommandCase.Write("GET k0 A", commands));

    [Fact]
    public void Negative_increment_is_a_decrement() =>
        Assert.Equal("DEC run/k0 4", MerkleKvCommands.Line(new Operation(Functions.Increment, "k0", OpValue.Integer(-4)), "run/"));

    [Fact]
    public void Answers_become_outcomes()
    {
        Assert.Equal(OpResult.Ok(OpValue.Integer(-3), "n1"), Read(Functions.Increment, "VALUE -3"));
        Assert.Equal(OpResult.Ok(OpValue.Integer(17), "n1"), Read(Functions.Read, "VALUE 17"));
        Assert.Equal(OpResult.Ok(OpValue.None, "n1"), Read(Functions.Read, "NOT_FOUND"));
        Assert.Equal(OpResult.Ok(default, "n1"), Read(Functions.Write, "OK"));
        Assert.Equal(OpResult.Ok(OpValue.Text("17 a"), "n1"), Read(Functions.Read, "VALUE 17 a"));
        Assert.Equal(OpResult.Ok(OpValue.Text("017"), "n1"), Read(Functions.Read, "VALUE 017"));
        Assert.Equal(OpResult.Ok(OpValue.Text("17"), "n1"), Read(Functions.Append, "VALUE 17"));
        Assert.Equal(OpResult.Ok(OpValue.Text("a"), "n1"), Read(Functions.Prepend, "VALUE a"));
    }

    [Fact]
    public void Delete_tells_what_it_found_only_in_the_newer_dialect()
    {
        Assert.Equal(OpResult.Ok(OpValue.Boolean(true), "n1"), Read(Functions.Delete, "DELETED"));
        Assert.Equal(OpResult.Ok(OpValue.Boolean(false), "n1"), Read(Functions.Delete, "NOT_FOUND"));
        Assert.Equal(OpResult.Ok(OpValue.None, "n1"), Read(Functions.Delete, "OK"));
    }

    [Theory]
    [InlineData(Functions.Delete, "VALUE 17")]
    [InlineData(Functions.Append, "OK")]
    [InlineData(Functions.Increment, "VALUE seventeen")]
    [InlineData(Functions.Read, "OK")]
    [InlineData(Functions.Write, "VALUE 17")]
    [InlineData(Functions.Increment, "NOT_FOUND")]
    public void Answer_to_another_command_is_unknown(string f, string answer) =>
        Assert.Equal(OpResult.Info("unexpected answer", "n1"), Read(f, answer));

    [Theory]
    [InlineData(Functions.Read, OpType.Fail)]
    [InlineData(Functions.Write, OpType.Info)]
    public void Error_proves_only_that_a_read_failed(string f, OpType expected) =>
        Assert.Equal((expected, "ERROR what"), (Read(f, "ERROR what").Type, Read(f, "ERROR what").Error));

    private static OpResult Read(string f, string answer) =>
        MerkleKvCommands.Read(new Operation(f, "k0", OpValue.Integer(1)), answer, "n1");
}
