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
        Assert.Equal(expected, commands.Up().ToString());
        Assert.Equal("b", commands.Up().Environment["A"]);
        Assert.Equal("/t", commands.Up().WorkingDirectory);
    }

    [Fact]
    public void Services_that_are_left_out_get_no_container_and_those_that_come_later_are_only_made()
    {
        var commands = new ComposeCommands(ComposeProgram.Known[1], "p", "/t/docker-compose.yaml", new Dictionary<string, string>());
        Assert.EndsWith("config --services", commands.Services.ToString());
        Assert.EndsWith("up --detach n1 n2 n3", commands.Up("n1", "n2", "n3").ToString());
        Assert.EndsWith("up --no-start --no-deps n4", commands.Create(["n4"]).ToString());
    }

    [Fact]
    public void What_makes_the_images_runs_in_the_folder_of_the_compose_file()
    {
        var commands = new ComposeCommands(ComposeProgram.Known[1], "p", "/t/docker-compose.yaml", new Dictionary<string, string>());
        var command = commands.BuildBy("../../scripts/make.sh");
        Assert.Equal(("bash ../../scripts/make.sh", "/t"), (command.ToString(), command.WorkingDirectory));
    }

    [Fact]
    public void Variables_are_added_to_the_settings_of_the_experiment()
    {
        var environment =
            new ComposeVariables("run-1", "10.213.7", ["n1", "n2"], "/v")
                .Over(new Dictionary<string, string> { ["MIN_REPLICAS_TO_WRITE"] = "1" });
        Assert.Equal(("1", "n1,n2"), (environment["MIN_REPLICAS_TO_WRITE"], environment["CHAOSSERVICE_NODES"]));
        Assert.Equal(
            ("run-1", "10.213.7", "/v"),
            (environment["CHAOSSERVICE_RUN"], environment["CHAOSSERVICE_NETWORK"], environment["CHAOSSERVICE_VOLUMES"]));
        Assert.False(
            new ComposeVariables("run-1", "10.213.7", [], null).Over(new Dictionary<string, string>()).ContainsKey("CHAOSSERVICE_VOLUMES"));
    }

    [Fact]
    public void Config_gives_each_service_s_image_and_every_run_label()
    {
        var config = ComposeConfig.Parse("""
            networks:
              default:
                labels:
                  io.chaosservice.run: run-1
            services:
              etcd1:
                environment:
                  image: none
                image: chaosservice/etcd:1
                labels:
                  io.chaosservice.run: 'run-1'
              built:
                build:
                  context: .
              etcd2:
                image: "chaosservice/etcd:1"
            """);
        Assert.Equal(
            new Dictionary<string, string> { ["etcd1"] = "chaosservice/etcd:1", ["etcd2"] = "chaosservice/etcd:1" }, config.Images);
        Assert.Equal(["run-1", "run-1"], config.RunLabels);
    }
}
