using ChaosService.Faults.Process;

namespace ChaosService.Tests.Faults.Process;

public sealed class NodeProcessTests
{
    [Theory]
    [InlineData("NSpid:\t4711\t7", 7)]
    [InlineData("NSpid:\t4711\t812\t1", 1)]
    [InlineData("NSpid:\t4711", 4711)]
    public void Innermost_pid_is_the_one_that_the_node_sees(string line, int inner) => Assert.Equal(
        new NodeProcess(4711, inner, "redis server", "99"),
        NodeProcess.Parse(4711, "99", ["Name:\tredis server", "State:\tS (sleeping)", line]));

    [Fact]
    public void Zombie_runs_no_more() =>
        Assert.Null(NodeProcess.Parse(4711, "99", ["Name:\tx", "State:\tZ (zombie)", "NSpid:\t4711\t7"]));
}
