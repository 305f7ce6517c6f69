using ChaosService.Docker.Compose;

namespace ChaosService.Tests.Docker.Compose;

public sealed class ComposeCommandsTests
{
    [Theory]
    [InlineData(0, "docker compose --project-name p --file /t/docker-compose.yaml up --detach")]
    [InlineData(1, "docker-compose --project-name p --file /t/docker-compose.yaml up --detach")]
    public void Both_spellings_get_the_same_arguments(int known, string expected)
    {
        var commands =
            new ComposeCommands(ComposeProgram.Known[known], "p", "/t/docker-compose.yaml", new Dictionary<string, string> { ["A"] = "b" });
        Assert.Equal(expected, commands.Up.ToString());
        Assert.Equal("b", commands.Up.Environment["A"]);
        Assert.Equal("/t", commands.Up.WorkingDirectory);
    }

    [Fact]
    public void Variables_are_added_to_the_settings_of_the_experiment()
    {
        var environment =
            new ComposeVariables("run-1", "10.213.7", "/v").Over(new Dictionary<string, string> { ["MIN_REPLICAS_TO_WRITE"] = "1" });
        Assert.Equal("1", environment["MIN_REPLICAS_TO_WRITE"]);
        Assert.Equal(
            ("run-1", "10.213.7", "/v"),
            (environment["CHAOSSERVICE_RUN"], environment["CHAOSSERVICE_NETWORK"], environment["CHAOSSERVICE_VOLUMES"]));
        Assert.False(
            new ComposeVariables("run-1", "10.213.7", null).Over(new Dictionary<string, string>()).ContainsKey("CHAOSSERVICE_VOLUMES"));
    }

    [Fact]
    public void Config_gives_images_once_and_every_run_label()
    {
        var config = ComposeConfig.Parse("""
            networks:
              default:
                labels:
                  io.chaosservice.run: run-1
            services:
              etcd1:
                image: chaosservice/etcd:1
                labels:
                  io.chaosservice.run: 'run-1'
              etcd2:
                image: "chaosservice/etcd:1"
            """);
        Assert.Equal(["chaosservice/etcd:1"], config.Images);
        Assert.Equal(["run-1", "run-1"], config.RunLabels);
    }
}
