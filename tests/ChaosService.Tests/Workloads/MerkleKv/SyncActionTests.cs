using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Tests.Engine.Fakes;
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
        Assert.Equal(
            [
                "n1: SYNC 127.0.79.2 7379 --full", "n1: SYNC 127.0.79.3 7379 --full", "n2: SYNC 127.0.79.1 7379 --full",
                "n2: SYNC 127.0.79.3 7379 --full", "n3: SYNC 127.0.79.1 7379 --full", "n3: SYNC 127.0.79.2 7379 --full",
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

    /// <summary>Servers that answer each line with one; with nothing, they close the connection.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly List<TcpListener> _listeners = [];
        private readonly List<Task> _serving = [];
        private readonly CancellationTokenSource _closing = new();

        public Nodes(params string[] answers)
        {
            foreach (var (answer, i) in answers.Select((a, i) => (a, i + 1)))
            {
                var listener = new TcpListener(IPAddress.Parse($"127.0.79.{i}"), 7379);
                listener.Start();
                _listeners.Add(listener);
                _serving.Add(ServeAsync($"n{i}", listener, answer));
            }
        }

        public List<string> Asked { get; } = [];

        public Task<ActionAnswer> SyncAsync(params string[] names)
        {
            if (names.Length == 0) names = [.. _listeners.Select((_, i) => $"n{i + 1}")];
            var cluster = new FakeCluster([.. names.Select(n => new ClusterNode(n, "node"))]);
            foreach (var name in names) cluster.Addresses[name] = IPAddress.Parse($"127.0.79.{name[1..]}");
            var action = Kind.Create(Kind.Bind(Yaml.Map(("full", "true")).Reader)!, cluster);
            return action.ActAsync(TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _closing.CancelAsync();
            foreach (var listener in _listeners) listener.Dispose();
            await Task.WhenAll(_serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _closing.Dispose();
        }

        private async Task ServeAsync(string node, TcpListener listener, string answer)
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(_closing.Token);
                using var reader = new StreamReader(client.GetStream());
                if (await reader.ReadLineAsync(_closing.Token) is { } line) Asked.Add($"{node}: {line}");
                if (answer.Length > 0) await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{answer}\r\n"), _closing.Token);
            }
        }
    }
}
