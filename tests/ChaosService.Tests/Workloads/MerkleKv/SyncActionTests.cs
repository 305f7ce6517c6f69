using System.Net;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;

namespace ChaosService.Tests.Workloads.MerkleKv;

public sealed class SyncActionTests
{
    private static IActionKind Kind => DatabaseKinds.All().SelectMany(d => d.Actions).Single(k => k.Name == "merklekv-sync");

    [Fact]
    public void Plan_says_what_would_be_done()
    {
        Assert.Equal("SYNC on every node, with every other one", Kind.DryRun(Kind.Bind(Yaml.Map().Reader)!));
        Assert.Equal(
            "SYNC --full --verify on every node, with every other one",
            Kind.DryRun(Kind.Bind(Yaml.Map(("full", "true"), ("verify", "true")).Reader)!));
    }

    [Fact]
    public void Unusable_keys_are_refused()
    {
        var (reader, problems) = Yaml.Map(("full", "perhaps"));
        Assert.Null(Kind.Bind(reader));
        Assert.Single(problems);
    }

    [Fact]
    public async Task Every_node_is_told_to_sync_with_every_other_one()
    {
        await using var nodes = new Nodes("OK", "OK", "OK");
        var answer = await nodes.SyncAsync();
        Assert.Equal((OpType.Ok, "6 times OK, on n1, n2, n3"), (answer.Outcome, answer.Evidence));
        var (one, two, three) = (nodes.AddressOf("n1"), nodes.AddressOf("n2"), nodes.AddressOf("n3"));
        Assert.Equal(
            [
                $"n1: SYNC {two} 7379 --full", $"n1: SYNC {three} 7379 --full", $"n2: SYNC {one} 7379 --full",
                $"n2: SYNC {three} 7379 --full", $"n3: SYNC {one} 7379 --full", $"n3: SYNC {two} 7379 --full",
            ],
            nodes.Asked);
    }

    [Theory]
    [InlineData("ERROR SYNC failed: no", OpType.Fail, "n2 from n1: ERROR SYNC failed: no")]
    [InlineData("", OpType.Info, "n2 from n1: The server closed the connection.")]
    public async Task Node_that_does_not_sync_is_told(string answered, OpType outcome, string evidence)
    {
        await using var nodes = new Nodes("OK", answered);
        var answer = await nodes.SyncAsync();
        Assert.Equal((outcome, evidence), (answer.Outcome, answer.Evidence));
    }

    [Fact]
    public async Task Node_that_cannot_be_reached_was_never_told()
    {
        await using var nodes = new Nodes("OK");
        Assert.Equal(OpType.Fail, (await nodes.SyncAsync("n1", "n2")).Outcome);
    }

    /// <summary>n1, n2, …: servers that answer each line with one; with nothing, they close the connection.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly Dictionary<string, LineServer> _servers = [];

        public Nodes(params string[] answers)
        {
            foreach (var (i, answer) in answers.Index())
            {
                var name = $"n{i + 1}";
                _servers.Add(name, new LineServer(line =>
                {
                    Asked.Add($"{name}: {line}");
                    return answer.Length > 0 ? answer : null;
                }));
            }
        }

        public List<string> Asked { get; } = [];

        /// <summary>Of a server, or one where there is none.</summary>
        public IPAddress AddressOf(string name) => _servers.TryGetValue(name, out var server) ? server.Address : Loopback.Next();

        public Task<ActionAnswer> SyncAsync(params string[] names)
        {
            if (names.Length == 0) names = [.. _servers.Keys];
            var cluster = new FakeCluster([.. names.Select(n => new ClusterNode(n, "node"))]);
            foreach (var name in names) cluster.Addresses[name] = AddressOf(name);
            var action = Kind.Create(Kind.Bind(Yaml.Map(("full", "true")).Reader)!, cluster);
            return action.ActAsync(TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var server in _servers.Values) await server.DisposeAsync();
        }
    }
}
