using ChaosService.Experiments.Targets;
using ChaosService.Model.Configuration;

namespace ChaosService.Tests.Experiments;

public sealed class ComposeTargetsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chaosservice-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Target_is_read_from_its_compose_file()
    {
        var problems = new Problems();
        var target = Find(
            """
            x-chaosservice:
              database: redis
              nodes: { redis: [r1, r2], sentinel: [s1] }
              volumes: { size: 64MiB }
              settings: [MIN_REPLICAS]
            services: { r1: {}, r2: {}, s1: {}, tool: {} }
            """, problems)!;
        Assert.Empty(problems);
        Assert.Equal(("cache", "redis", 64L << 20), (target.Name, target.Database, target.VolumeBytes));
        Assert.Equal(Path.Combine(_root, "compose", "cache", "docker-compose.yaml"), target.ComposeFile);
        Assert.Equal(["r1/redis", "r2/redis", "s1/sentinel"], target.Nodes.Select(n => $"{n.Name}/{n.Group}"));
        Assert.Equal(["MIN_REPLICAS"], target.Settings);
    }

    [Fact]
    public void Setting_says_how_many_nodes_a_group_has()
    {
        var problems = new Problems();
        var target = Find(
            """
            x-chaosservice:
              database: redis
              nodes: { redis: [r1, r2, r3], spare: [r4] }
              count: { redis: { setting: NODES, otherwise: 2 }, spare: { setting: SPARES, otherwise: 0 } }
              later: [spare]
              images: ./make.sh
              settings: [NODES, SPARES]
            services: { r1: {}, r2: {}, r3: {}, r4: {} }
            """, problems)!;
        Assert.Empty(problems);
        Assert.Equal(("./make.sh", "spare"), (target.ImagesBy, Assert.Single(target.Later)));

        Assert.Equal(["r1", "r2"], target.Nodes.Select(n => n.Name));
        Assert.Equal(["r3", "r4"], target.LeftOut.Select(n => n.Name));
        var large = target.Sized(new Dictionary<string, string> { ["NODES"] = "3", ["SPARES"] = "1" });
        Assert.Equal(["r1", "r2", "r3", "r4"], large.Nodes.Select(n => n.Name));
        Assert.Equal(["r4"], large.Nodes.Where(large.ComesLater).Select(n => n.Name));
    }

    [Theory]
    [InlineData("later: [r1]", "this is no group of nodes beside the first")]
    [InlineData("count: { redis: { setting: NODES, otherwise: 1 } }", "this is none of the settings")]
    [InlineData("settings: [NODES], count: { other: { setting: NODES, otherwise: 0 } }", "no node is in this group")]
    [InlineData("settings: [NODES], count: { redis: { setting: NODES, otherwise: 2 } }", "'otherwise' is not a whole number from 0 to 1")]
    public void Group_that_is_none_is_a_problem(string keys, string message)
    {
        var problems = new Problems();
        Find($"x-chaosservice: {{ database: redis, nodes: {{ redis: [r1] }}, {keys} }}\nservices: {{ r1: {{}} }}", problems);
        Assert.Equal(message, Assert.Single(problems).Message);
    }

    [Fact]
    public void Folder_without_the_block_is_no_target()
    {
        Assert.Null(Find("services: { r1: {} }", []));
        Assert.Empty(new ComposeTargets(_root).Names);
    }

    [Fact]
    public void Root_without_targets_has_none() => Assert.Empty(new ComposeTargets(Path.Combine(_root, "nowhere")).Names);

    [Theory]
    [InlineData("../../cache")]
    [InlineData("cache/")]
    [InlineData("")]
    public void Name_is_a_folder_and_no_path(string name)
    {
        Find("x-chaosservice: { database: redis, nodes: [r1] }\nservices: { r1: {} }", []);
        Assert.Null(new ComposeTargets(_root).Find(name, []));
    }

    [Theory]
    [InlineData("x-chaosservice: { nodes: [r1] }", "1:17: 'database' is missing; name the database kind, such as etcd")]
    [InlineData(
        "x-chaosservice: { database: redis }",
        "1:17: 'nodes' is missing; list the services that are nodes, such as { etcd: [etcd1, etcd2, etcd3] }")]
    [InlineData(
        "x-chaosservice: { database: redis, nodes: [] }", "1:43: 'nodes' names no node; list the nodes, such as [etcd1, etcd2, etcd3]")]
    [InlineData("x-chaosservice: { database: redis, nodes: [r1, r1] }", "1:43: a node is listed twice: \"r1\"; list it once")]
    [InlineData(
        "x-chaosservice: { database: redis, nodes: [r3] }",
        "1:43: a node is no service of this file: \"r3\"; name one of its services: r1, r2 (did you mean 'r1'?)")]
    [InlineData(
        "x-chaosservice: { database: redis, nodes: [r1], volumes: { size: 64 } }",
        "1:66: 'size' is not a size: \"64\"; write a size with a unit (B, KiB, MiB, GiB, kB, MB, GB), such as 64MiB")]
    [InlineData(
        "x-chaosservice: { database: redis, nodes: [r1], color: 1 }",
        "1:49: unknown key: \"color\"; known here: count, database, images, later, nodes, settings, volumes")]
    public void Problem_of_a_definition_names_its_file(string block, string expected)
    {
        var problems = new Problems();
        Assert.Null(Find(block + "\nservices: { r1: {}, r2: {} }", problems));
        Assert.Equal($"{Path.Combine(_root, "compose", "cache", "docker-compose.yaml")}:{expected}", Assert.Single(problems).ToString());
    }

    private Model.Clusters.TargetDefinition? Find(string compose, Problems problems)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "compose", "cache")).FullName;
        File.WriteAllText(Path.Combine(folder, "docker-compose.yaml"), compose);
        return new ComposeTargets(_root).Find("cache", problems);
    }
}
