using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>A target that does not come up is refused in words a user can act on, and leaves nothing.</summary>
[Trait("needs", "docker")]
public sealed class TargetTroubleTests
{
    [Fact]
    public async Task Attach_to_a_project_that_does_not_run_names_it()
    {
        await using var stage = new Stage();
        var request = stage.Request(new TargetDefinition { Name = "mine", Database = "etcd", Nodes = [] }, attach: true);
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(
            () => stage.Provider.UpAsync(request, new Progress<string>(), TestContext.Current.CancellationToken));
        Assert.Contains(stage.Project, e.Message);
    }

    [Fact]
    public async Task Image_that_cannot_be_built_is_refused_with_the_build_output()
    {
        await using var stage = new Stage();
        await File.WriteAllTextAsync(
            Path.Combine(stage.Directory, "Dockerfile"), "FROM debian:bookworm-slim\nRUN echo no such luck && false\n",
            TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(
            () => stage.UpAsync(Targets.Written(stage.Directory, "broken", "build: .")));
        Assert.Contains("no such luck", e.Message);
        Assert.Contains("broken", e.Message);
        Assert.Empty(await stage.LeftAsync());
    }

    [Fact]
    public async Task Server_that_ends_at_once_is_refused_with_its_last_words()
    {
        await using var stage = new Stage();
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => stage.UpAsync(Targets.Written(stage.Directory, "mortal", """
            image: debian:bookworm-slim
            command: ["sh", "-c", "echo the configuration is wrong; exit 3"]
            """)));
        Assert.Contains("mortal", e.Message);
        Assert.Contains("exited with 3", e.Message);
        Assert.Contains("the configuration is wrong", e.Message);
        Assert.Empty(await stage.LeftAsync());
    }

    [Fact]
    public async Task Project_that_is_there_already_is_refused_and_left_alone()
    {
        await using var stage = new Stage();
        var definition = Targets.Written(stage.Directory, "first", """
            image: debian:bookworm-slim
            command: ["sleep", "60"]
            """);
        await stage.UpAsync(definition);
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => stage.UpAsync(definition));
        Assert.Contains($"attach: {stage.Project}", e.Message);
        Assert.NotEmpty(await stage.LeftAsync());
    }

    [Fact]
    public async Task Compose_file_without_the_runs_label_is_refused_before_anything_is_made()
    {
        await using var stage = new Stage();
        var definition = Targets.Written(stage.Directory, "stranger", """
            image: debian:bookworm-slim
            command: ["sleep", "60"]
            """);
        var text = await File.ReadAllTextAsync(definition.ComposeFile!, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            definition.ComposeFile!, text.Replace("io.chaosservice.run", "something.else"), TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => stage.UpAsync(definition));
        Assert.Contains("label io.chaosservice.run: ${CHAOSSERVICE_RUN:-none}", e.Message);
        Assert.Empty(await stage.LeftAsync());
    }
}
