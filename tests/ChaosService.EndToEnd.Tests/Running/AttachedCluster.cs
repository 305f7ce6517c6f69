using System.Text.RegularExpressions;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Tests.Faults;
using ChaosService.Experiments.Targets;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using Docker.DotNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>
/// An etcd cluster that is not the run's own: chaosctl attaches to it, so it is still there when chaosctl is gone, and what was left
/// on it can be seen.
/// </summary>
internal sealed partial class AttachedCluster : IAsyncDisposable
{
    public const string Project = "chaosservice-e2e-attached";

    private readonly DockerClient _docker = EngineEndpoint.FromEnvironment().CreateClient();
    private readonly string _state = Directory.CreateTempSubdirectory("chaosservice-e2e-cluster-").FullName;
    private readonly ClusterProvider _provider;
    private ICluster _cluster = null!;

    private AttachedCluster(string name)
    {
        Name = name;
        _provider = new ClusterProvider(
            _docker, new ComposeProbe(), new StateDirectory(_state), TimeProvider.System, NullLogger<ClusterProvider>.Instance);
    }

    /// <summary>Of its compose project.</summary>
    public string Name { get; }

    /// <summary>The next test must not have it: this one left in it what <see cref="DamageAsync"/> does not see.</summary>
    public bool IsSpoilt { get; set; }

    /// <summary>One that another test left as it found it, or else a new one.</summary>
    /// <param name="project">Another than <see cref="Project"/> in a lane where that may be up already.</param>
    public static async Task<AttachedCluster> UpAsync(string project = Project)
    {
        if (KeptClusters.Take(project) is { } kept) return kept;
        var result = new AttachedCluster(project);
        var definition = new ComposeTargets(Repository.Root).Find("etcd", new Problems())!;
        var request = new ClusterRequest(definition, new(project), Attach: false, new Dictionary<string, string>(), "e2e");
        result._cluster = await result._provider.UpAsync(request, new Progress<string>(), TestContext.Current.CancellationToken);
        return result;
    }

    /// <summary>An experiment that attaches to this cluster, with the given faults (YAML list items at four spaces).</summary>
    public static string Experiment(string faults, string duration = "60s", string name = "attached", string project = Project) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: {{name}}, labels: { suite: attached } }
        spec:
          target: { attach: {{project}}, database: etcd, nodes: [etcd1, etcd2, etcd3] }
          seed: 1
          duration: {{duration}}
          load:
            - { workload: register, clients: 6, rate: 100/s, keys: 5 }
          faults:
        {{faults}}
          checks:
            - linearizable
        """;

    public async Task<NodeRuntime> NodeAsync(string name) => await _cluster.InspectAsync(name, TestContext.Current.CancellationToken);

    /// <summary>Whether a client's write through this node succeeds now.</summary>
    public async Task<bool> TakesWriteAsync(string node)
    {
        if ((await NodeAsync(node)).Address is not { } address) return false;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        try
        {
            using var put = await http.PostAsync(
                $"http://{address}:2379/v3/kv/put", new StringContent("""{"key":"aGFsdA==","value":"b2s="}"""),
                TestContext.Current.CancellationToken);
            return put.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>What a fault would leave on the nodes: rules, stopped or paused containers, fill files.</summary>
    public async Task<string> DamageAsync()
    {
        List<string> damage = [];
        foreach (var node in _cluster.Nodes)
        {
            var runtime = await NodeAsync(node.Name);
            if (runtime.State != NodeState.Running) damage.Add($"{node.Name} is {runtime.State}");
            if (runtime.Pid > 0 && await Machine.HasRulesAsync(runtime.Pid)) damage.Add($"{node.Name} has rules");
            damage.AddRange(runtime.Mounts.SelectMany(m => Directory.EnumerateFiles(m.HostPath, ".chaosservice-*"))
                .Select(f => $"{node.Name} has {Path.GetFileName(f)}"));
        }
        return string.Join(", ", damage);
    }

    /// <summary>A file on each node that the database knows nothing of, for what damages files.</summary>
    public async Task WriteRecordsAsync()
    {
        foreach (var node in _cluster.Nodes)
            await File.WriteAllTextAsync(
                Path.Combine((await NodeAsync(node.Name)).Mounts.Single().HostPath, "records"), new string('x', 64 << 10));
    }

    /// <summary>
    /// Everything that a fault could leave on the nodes, a line each.
    /// </summary>
    public async Task<IReadOnlyList<string>> TracesAsync() =>
        [.. (await Traces.OfAsync(_cluster)).Split('\n').Where(IsTold).Select(line => Aliases().Replace(line, InOrder))];

    /// <summary>The names of a container in a network have no order.</summary>
    private static string InOrder(Match aliases) => string.Join(',', aliases.Value.Split(',').Order(StringComparer.Ordinal));

    [GeneratedRegex("(?<=\"Aliases\":\\[)[^]]*")]
    private static partial Regex Aliases();

    /// <summary>Not the database's own files, nor volumes and networks, which come and go with others beside this cluster.</summary>
    private static bool IsTold(string line)
    {
        bool Has(string text) => line.Contains(text, StringComparison.Ordinal);
        if (line.StartsWith("volumes: ", StringComparison.Ordinal) || line.StartsWith("networks: ", StringComparison.Ordinal)) return false;
        return !Has(" files: ") || Has("chaosservice") || Has("records") || Has("hook");
    }

    /// <summary>A member that gave up in the middle of a fault said so by its exit code; one that was killed or stopped did not.</summary>
    public async Task StartWhatEndedByItselfAsync()
    {
        foreach (var node in _cluster.Nodes)
        {
            if (await NodeAsync(node.Name) is { State: NodeState.Exited, ExitCode: 1 or 2 } ended)
                await Machine.OutputAsync("docker", "start", ended.ContainerId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var cancelled = TestContext.Current.CancellationToken.IsCancellationRequested;
        if (IsSpoilt || cancelled || await DamageAsync() != "") await DownAsync();
        else KeptClusters.Keep(this);
    }

    public async Task DownAsync()
    {
        await _provider.DownAsync(_cluster, new Progress<string>(), CancellationToken.None);
        _docker.Dispose();
        Directory.Delete(_state, recursive: true);
    }
}
