using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>
/// The service in a container, as <c>compose/chaosservice.yaml</c> starts it, under a name, on a port and with a volume of this test run's
/// own.
/// </summary>
public sealed class ServiceContainer : IAsyncLifetime
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan ComposeLimit = TimeSpan.FromMinutes(2);

    private readonly string _address = $"127.0.0.1:{FreePort.Next()}";

    /// <summary>What experiments in it may attach to: not the other lane's cluster.</summary>
    public const string AttachableProject = $"{AttachedCluster.Project}-container";

    public string Name { get; } = $"chaosservice-e2e-{Guid.NewGuid().ToString("N")[..8]}";

    public string Watchdog => $"{Name}-watchdog";

    public string Server => $"http://{_address}";

    public async ValueTask InitializeAsync()
    {
        await CommandRunner.RunOrThrowAsync(
            new Command(Path.Combine(Repository.Root, "scripts", "image.sh")) { Timeout = BuildLimit },
            TestContext.Current.CancellationToken);
        await UpAsync();
    }

    /// <summary>Starts what does not run, and waits until the service takes runs.</summary>
    public async Task UpAsync()
    {
        await ComposeAsync("up", "--detach");
        await Machine.UntilAsync(IsReadyAsync, "the service in its container is ready");
    }

    /// <summary>Runs chaosctl inside.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandRunner.RunAsync(new Command("docker", ["exec", Name, "chaosctl", .. arguments]), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ComposeAsync("down", "--volumes");
        var left = await Task.WhenAll(
            Machine.OutputAsync("docker", "ps", "--all", "--quiet", "--filter", $"name={Name}"),
            Machine.OutputAsync("docker", "volume", "ls", "--quiet", "--filter", $"name={Name}"));
        Assert.Equal("", string.Concat(left));
    }

    private async Task ComposeAsync(params string[] action)
    {
        var plugin = await CommandRunner.RunAsync(new Command("docker", "compose", "version"), CancellationToken.None);
        string[] program = plugin.Succeeded ? ["docker", "compose"] : ["docker-compose"];
        var file = Path.Combine(Repository.Root, "compose", "chaosservice.yaml");
        var command = new Command(program[0], [.. program[1..], "--project-name", Name, "--file", file, .. action])
        {
            Timeout = ComposeLimit,
            Environment = new Dictionary<string, string>
            {
                ["CHAOSSERVICE_NAME"] = Name,
                ["CHAOSSERVICE_ADDRESS"] = _address,
                ["CHAOSSERVICE_URL"] = Server,
                ["CHAOSSERVICE_ATTACHABLE_PROJECTS"] = AttachableProject,
            },
        };
        await CommandRunner.RunOrThrowAsync(command, CancellationToken.None);
    }

    private async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync($"{Server}/readyz", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
