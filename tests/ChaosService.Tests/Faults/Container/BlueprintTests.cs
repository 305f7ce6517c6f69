using ChaosService.Faults.Container.Rebuilding;
using Docker.DotNet.Models;

namespace ChaosService.Tests.Faults.Container;

public sealed class BlueprintTests
{
    private static readonly string Id = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
    private static readonly string Volume = new('a', 64);

    [Fact]
    public void What_belongs_to_one_life_of_a_container_is_left_out()
    {
        var blueprint = Blueprint.Of("n1", Found(), keepVolumes: false);
        Assert.Equal(("p-n1-1", ""), (blueprint.Name, blueprint.Create.Hostname));
        var (network, endpoint) = Assert.Single(blueprint.Create.NetworkingConfig!.EndpointsConfig);
        Assert.Equal("p_default", network);
        Assert.Equal(["n1"], endpoint.Aliases);
        Assert.True(string.IsNullOrEmpty(endpoint.IPAddress));
        Assert.Equal("10.1.0.5", Assert.Single(blueprint.MoreNetworks).Value.IPAMConfig!.IPv4Address);
        Assert.Null(blueprint.Create.HostConfig!.Binds);
    }

    [Fact]
    public void Host_name_of_its_own_stays()
    {
        var found = Found();
        found.Config!.Hostname = "member";
        Assert.Equal("member", Blueprint.Of("n1", found, keepVolumes: false).Create.Hostname);
    }

    [Fact]
    public void Volume_without_a_name_is_handed_on_once()
    {
        var blueprint = Blueprint.Of("n1", Found(), keepVolumes: true);
        Assert.Equal([$"{Volume}:/kept:ro"], blueprint.Create.HostConfig!.Binds);
        var next = Found();
        next.HostConfig = blueprint.Create.HostConfig;
        Assert.Empty(Blueprint.AnonymousVolumes(next));
        Assert.True(Blueprint.Of("n1", next, keepVolumes: true).SameAs(blueprint));
    }

    [Fact]
    public void Another_limit_is_another_container()
    {
        var changed = Found();
        changed.HostConfig!.Memory = 1 << 20;
        Assert.False(Blueprint.Of("n1", changed, keepVolumes: true).SameAs(Blueprint.Of("n1", Found(), keepVolumes: true)));
    }

    [Fact]
    public void Other_image_says_what_its_forerunner_said_and_what_was_told_stays()
    {
        var old = new ImageSettings
        {
            Env = ["PATH=/bin"], Cmd = ["serve"], WorkingDir = "/old", User = "old",
            Labels = new Dictionary<string, string> { ["version"] = "1" }, Ports = ["80/tcp"],
        };
        var create = Blueprint.Of("n1", Found(), keepVolumes: true).WithImage("db:2", "sha256:2", old).Create;
        Assert.Equal(("db:2", "", "me"), (create.Image, create.WorkingDir, create.User));
        Assert.Equal(["COLOUR=red"], create.Env);
        Assert.Null(create.Cmd);
        Assert.Equal(["com.docker.compose.image", "team"], create.Labels.Keys.Order());
        Assert.Equal("sha256:2", create.Labels["com.docker.compose.image"]);
        Assert.Equal(["81/tcp"], create.ExposedPorts!.Keys);
    }

    [Fact]
    public void Command_that_was_told_stays()
    {
        var old = new ImageSettings { Cmd = ["something", "else"] };
        Assert.Equal(["serve"], Blueprint.Of("n1", Found(), keepVolumes: true).WithImage("db:2", "sha256:2", old).Create.Cmd);
    }

    private static ContainerInspectResponse Found() => new()
    {
        ID = Id,
        Name = "/p-n1-1",
        Config = new ContainerConfig
        {
            Hostname = Id[..12], Image = "db:1", Env = ["PATH=/bin", "COLOUR=red"], Cmd = ["serve"], WorkingDir = "/old", User = "me",
            Labels = new Dictionary<string, string> { ["version"] = "1", ["team"] = "storage", ["com.docker.compose.image"] = "sha256:1" },
            ExposedPorts = new Dictionary<string, EmptyStruct> { ["80/tcp"] = default, ["81/tcp"] = default },
        },
        HostConfig = new HostConfig { NetworkMode = "p_default", Memory = 64 << 20 },
        Mounts = [new MountPoint { Type = "volume", Name = Volume, Destination = "/kept", RW = false }],
        NetworkSettings = new NetworkSettings
        {
            Networks = new Dictionary<string, EndpointSettings>
            {
                ["another"] = new() { IPAMConfig = new EndpointIPAMConfig { IPv4Address = "10.1.0.5" }, IPAddress = "10.1.0.5" },
                ["p_default"] = new() { Aliases = ["n1", Id[..12]], IPAddress = "172.18.0.2" },
            },
        },
    };
}
