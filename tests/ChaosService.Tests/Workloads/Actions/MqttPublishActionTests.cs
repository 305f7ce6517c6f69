using System.Buffers;
using System.Net;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;
using MQTTnet.Server;

namespace ChaosService.Tests.Workloads.Actions;

/// <summary>Against a real broker in this process.</summary>
public sealed class MqttPublishActionTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private readonly List<string> _published = [];
    private readonly FakeCluster _cluster = new(new ClusterNode("broker", "broker"));
    private MqttServer _broker = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _broker = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(_port).Build());
        _broker.InterceptingPublishAsync += message =>
        {
            lock (_published) _published.Add(Encoding.Latin1.GetString(message.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
        await _broker.StartAsync();
        _cluster.Addresses["broker"] = IPAddress.Loopback;
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.StopAsync();
        _broker.Dispose();
    }

    [Fact]
    public async Task Messages_are_published_and_seen_by_a_subscriber()
    {
        var answer = await Create(("text", "hello"), ("count", "3")).ActAsync(Cancellation);
        Assert.Equal(OpType.Ok, answer.Outcome);
        Assert.Matches(@"^3 on kv/events: taken by broker in \d+ ms, 3 received by a subscriber$", answer.Evidence);
        Assert.Equal(["hello", "hello", "hello"], _published);
    }

    [Fact]
    public async Task Bytes_are_given_in_hex()
    {
        Assert.Equal(OpType.Ok, (await Create(("hex", "a1ff00")).ActAsync(Cancellation)).Outcome);
        Assert.Equal(["\u00a1\u00ff\0"], _published);
    }

    [Fact]
    public async Task Changed_bytes_differ_from_message_to_message_and_not_from_run_to_run()
    {
        await Create(("text", "hello"), ("count", "5"), ("mutate", "1"), ("seed", "7")).ActAsync(Cancellation);
        var first = _published.ToArray();
        _published.Clear();
        await Create(("text", "hello"), ("count", "5"), ("mutate", "1"), ("seed", "7")).ActAsync(Cancellation);
        Assert.Equal(first, _published);
        Assert.True(first.Distinct().Count() > 1);
        Assert.All(first, m => Assert.Equal(1, m.Zip("hello").Count(c => c.First != c.Second)));
    }

    [Fact]
    public async Task Payload_is_repeated_up_to_the_size()
    {
        Assert.Equal(OpType.Ok, (await Create(("text", "abc"), ("size", "8B")).ActAsync(Cancellation)).Outcome);
        Assert.Equal(["abcabcab"], _published);
        Assert.Equal(
            "publish a message of 1024 bytes on kv/events at broker:1883",
            Kind.DryRun(Kind.Bind(Yaml.Map(("node", "broker"), ("topic", "kv/events"), ("text", "abc"), ("size", "1KiB")).Reader)!));
    }

    [Fact]
    public async Task Broker_that_is_not_there_is_a_failure()
    {
        await _broker.StopAsync();
        Assert.Equal(OpType.Fail, (await Create(("text", "hello")).ActAsync(Cancellation)).Outcome);
        _cluster.Addresses["broker"] = null;
        Assert.Equal(
            new ActionAnswer(OpType.Fail, "1 on kv/events: broker does not run"), await Create(("text", "hello")).ActAsync(Cancellation));
    }

    [Theory]
    [InlineData("topic", "kv/#", "'topic' is no topic to publish on")]
    [InlineData("hex", "abc", "'hex' is not bytes in hex")]
    [InlineData("size", "17MiB", "'size' is no size of a message that repeats its payload")]
    [InlineData("qos", "2", "'qos' is not a whole number from 0 to 1")]
    public void Unusable_keys_are_refused(string key, string value, string problem)
    {
        (string, object)[] keys = [("node", "broker"), ("topic", "kv/events"), ("hex", "00")];
        var (reader, problems) = Yaml.Map([.. keys.Where(k => k.Item1 != key), (key, value)]);
        Assert.Null(Kind.Bind(reader));
        Assert.Contains(problem, problems.Select(p => p.Message));
    }

    private static IActionKind Kind => ActionKinds.All().Single(k => k.Name == "mqtt-publish");

    private IAction Create(params (string, object)[] keys)
    {
        var (reader, _) = Yaml.Map([("node", "broker"), ("port", $"{_port}"), ("topic", "kv/events"), .. keys]);
        return Kind.Create(Kind.Bind(reader)!, _cluster);
    }
}
