using System.Text;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Workloads.Logs;
using ChaosService.Workloads.Timeseries.Observing;

namespace ChaosService.Tests.Workloads.Timeseries;

public sealed class ObservedLogsTests
{
    private const string Forward =
        """2026-11-29T10:00:00.123456789Z {"Timestamp":"2026-11-29T10:00:00.120Z","EventId":7201,"LogLevel":"Debug","Category":"C","""
            + """ "Message":"Forwards a batch","State":{"Message":"Forwards a batch","db":"d","table":"cpu","shard_id":1,"""
            + """ "hash_partition_index":0,"node_id":2,"{OriginalFormat}":"Forwards"},"Scopes":["""
            + """{"Message":"SpanId:1, TraceId:4bf9","SpanId":"1","TraceId":"4bf9"},{"Message":"ConnectionId:0HN"}]}""";

    private static readonly LogEvent Expected = new(
        1_795_946_400_120_000_000, LogEvents.Forward,
        new Dictionary<string, string>
        {
            ["db"] = "d", ["table"] = "cpu", ["shard_id"] = "1", ["hash_partition_index"] = "0", ["node_id"] = "2", ["trace_id"] = "4bf9",
        });

    [Fact]
    public void Line_of_a_known_event_is_read_with_its_fields_and_its_trace()
    {
        var read = LogReader.Read(Forward, NodeLines.Names)!;
        Assert.Equal((Expected.AtNs, Expected.Name), (read.AtNs, read.Name));
        Assert.Equal(Expected.Fields.OrderBy(f => f.Key), read.Fields.OrderBy(f => f.Key));
        Assert.All(LogEvents.Required[LogEvents.Forward], f => Assert.NotNull(read[f]));
    }

    [Fact]
    public void Field_without_a_value_and_a_trace_that_is_not_there_are_no_fields()
    {
        var read = LogReader.Read(Forward.Replace("\"cpu\"", "null").Replace("TraceId\":", "Other\":"), NodeLines.Names)!;
        Assert.Equal((null, null), (read["table"], read["trace_id"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-29T10:00:00Z Unhandled exception. {oops}")]
    [InlineData("""{"EventId":7001,"Timestamp":"2026-11-29T10:00:00.120Z","State":{}}""")]
    [InlineData("""{"EventId":7201,"State":{}}""")]
    [InlineData("""{"EventId":7201,"Timestamp":7,"State":{}}""")]
    [InlineData("""{"EventId":7201,"Timestamp":"2026-11-29T10:00:00.120Z","State":7}""")]
    public void Other_lines_are_none(string line) => Assert.Null(LogReader.Read(line, NodeLines.Names));

    [Fact]
    public async Task Log_is_read_whole_and_one_that_is_gone_is_no_answer()
    {
        var reader = new LogReader(new LoggingCluster($"plain text\n{Forward}\n"), NodeLines.Names, TimeProvider.System);
        var view = NodeLogView.From(await reader.ReadAsync("n1", TestContext.Current.CancellationToken))!;
        Assert.Equal((LogEvents.Forward, 0L), (Assert.Single(view.Events).Name, view.Missed));
        Assert.Equal(OpValue.None, await reader.ReadAsync("gone", TestContext.Current.CancellationToken));
    }

    private sealed class LoggingCluster(string log) : ICluster
    {
        private readonly FakeCluster _cluster = new(new ClusterNode("n1", "node"));

        public Model.Ids.ProjectName Project => _cluster.Project;

        public TargetDefinition Definition => _cluster.Definition;

        public IReadOnlyList<ClusterNode> Nodes => _cluster.Nodes;

#pragma warning disable CS0067 // Nothing restarts here.
        public event Action<string>? NodeStarted;
#pragma warning restore CS0067

        public NodeRuntime LastKnown(string node) => _cluster.LastKnown(node);

        public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => new(LastKnown(node));

        public async Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken)
        {
            if (node != "n1") throw new ClusterUnavailableException("The container is gone.");
            await destination.WriteAsync(Encoding.UTF8.GetBytes(log), cancellationToken);
        }
    }
}
