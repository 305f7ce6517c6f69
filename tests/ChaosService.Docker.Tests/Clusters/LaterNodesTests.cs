using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>A target whose nodes are not all there from the beginning, and whose image a script makes.</summary>
[Trait("needs", "docker")]
public sealed class LaterNodesTests
{
    private const string Service = """
        image: debian:bookworm-slim
        command: ["sleep", "60"]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_that_comes_later_is_made_and_starts_when_asked_and_one_that_is_left_out_is_not_made()
    {
        await using var stage = new Stage();
        var cluster = await stage.UpAsync(Written(stage));
        var starts = (INodeStarts)cluster;

        Assert.Equal(["n1", "n3"], cluster.Nodes.Select(n => n.Name));
        Assert.Equal(NodeState.Running, (await cluster.InspectAsync("n1", Cancellation)).State);
        Assert.Equal(NodeState.Exited, (await cluster.InspectAsync("n3", Cancellation)).State);
        Assert.DoesNotContain(await stage.LeftAsync(), left => left.Contains("n2", StringComparison.Ordinal));

        Assert.True(await starts.StartAsync("n3", Cancellation));
        Assert.NotNull((await cluster.InspectAsync("n3", Cancellation)).Address);
        Assert.False(await starts.StartAsync("n3", Cancellation));
        var refused = await Assert.ThrowsAsync<ClusterUnavailableException>(() => starts.StartAsync("n1", Cancellation));
        Assert.Contains("n1 is not one of the nodes", refused.Message);

        await stage.Provider.DownAsync(cluster, new Progress<string>(), Cancellation);
        Assert.Empty(await stage.LeftAsync());
    }

    [Fact]
    public async Task Image_that_a_script_cannot_make_is_refused_with_its_words()
    {
        await using var stage = new Stage();
        await File.WriteAllTextAsync(Path.Combine(stage.Directory, "make.sh"), "pwd; echo no such luck >&2; exit 3\n", Cancellation);
        var definition = Written(stage) with { ImagesBy = "./make.sh" };
        var text = await File.ReadAllTextAsync(definition.ComposeFile!, Cancellation);
        await File.WriteAllTextAsync(definition.ComposeFile!, text.Replace("debian:bookworm-slim", "chaosservice/none:0"), Cancellation);

        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => stage.UpAsync(definition));

        Assert.Contains("`bash ./make.sh` exited with 3", e.Message);
        Assert.Contains("no such luck", e.Message);
        Assert.Contains(stage.Directory, e.Message);
        Assert.Empty(await stage.LeftAsync());
    }

    private static TargetDefinition Written(Stage stage)
    {
        var one = Targets.Written(stage.Directory, "n1", Service);
        var text = File.ReadAllText(one.ComposeFile!);
        var service = text[text.IndexOf("  n1:", StringComparison.Ordinal)..text.IndexOf("networks:", StringComparison.Ordinal)];
        File.WriteAllText(one.ComposeFile!, text.Replace(service, service + service.Replace("n1:", "n2:") + service.Replace("n1:", "n3:")));
        return one with
        {
            Nodes = [new("n1", "none"), new("n3", "spare")], LeftOut = [new("n2", "none")], Later = ["spare"],
        };
    }
}
