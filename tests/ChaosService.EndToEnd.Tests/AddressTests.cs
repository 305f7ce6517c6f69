using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>Servers that are known by their addresses alone, on a machine without a container engine.</summary>
public sealed class AddressTests
{
    private const string Experiment = """
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: addressed }
        spec:
          target: merklekv
          seed: 1
          duration: 5s
          load:
            - { workload: register, clients: 4, rate: 50/s, keys: 10 }
          checks: [lww-convergence, availability: { objective: 100% }]
        """;

    [Fact]
    public async Task Servers_are_loaded_observed_and_judged_and_the_environment_names_their_broker_and_topics()
    {
        await using var servers = await MerkleKvServers.StartAsync("theirs");
        await using var workspace = new Workspace();
        using var run = workspace.Start(
            Environment(
                workspace,
                ("MQTT_BROKER_HOST", "127.0.0.1"), ("MQTT_BROKER_PORT", $"{servers.BrokerPort}"), ("MQTT_TOPIC_PREFIX", "theirs")),
            "run", workspace.Write("addressed.yaml", Experiment), "--endpoints", servers.EndPoints, "--out", workspace.Runs);

        Assert.True(await run.ExitCodeAsync() == 0, run.Output);
        Assert.Contains("addressed: valid", run.Output);
        Assert.Contains($"--endpoints {servers.EndPoints} --broker 127.0.0.1:{servers.BrokerPort} --topic-prefix theirs", run.Output);
        var directory = Assert.Single(Directory.GetDirectories(workspace.Runs));
        Assert.Empty(Directory.GetFiles(directory, "kv1.log", SearchOption.AllDirectories));
        Assert.Contains("their logs were not collected", await File.ReadAllTextAsync(
            Path.Combine(directory, "report.html"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Topics_that_nobody_publishes_on_leave_convergence_unknown()
    {
        await using var servers = await MerkleKvServers.StartAsync("theirs");
        await using var workspace = new Workspace();
        using var run = workspace.Start(
            Environment(workspace), "run", workspace.Write("addressed.yaml", Experiment), "--endpoints", servers.EndPoints, "--broker",
            $"127.0.0.1:{servers.BrokerPort}", "--topic-prefix", "others", "--out", workspace.Runs);

        Assert.True(await run.ExitCodeAsync() == 2, run.Output);
        Assert.Matches("lww-convergence +unknown", run.Output);
    }

    /// <summary>With no container engine.</summary>
    private static Dictionary<string, string> Environment(Workspace workspace, params (string Name, string Value)[] variables) =>
        new(variables.Select(v => KeyValuePair.Create(v.Name, v.Value)))
        {
            ["DOCKER_HOST"] = $"unix://{workspace.Path}/nowhere.sock",
        };
}
