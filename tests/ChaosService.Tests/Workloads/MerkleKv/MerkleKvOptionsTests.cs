using ChaosService.Model.Clusters;
using ChaosService.Workloads.MerkleKv;
using Xunit;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class MerkleKvOptionsTests
{
    [Theory]
    [InlineData(null, null, "merkle_kv/events/#")]
    [InlineData(null, "theirs", "theirs/events/#")]
    [InlineData("load", "theirs", "load/events/#")]
    public void Events_are_expected_where_the_load_says_or_else_the_target(string? load, string? target, string topic) => Assert.Equal(
        topic,
        new MerkleKvOptions(null, load, CommandCase.Upper).EventsOn(
            new TargetDefinition { Name = "a:1", Database = "merklekv", Nodes = [], TopicPrefix = target }));
}
