using System.Buffers;
using System.Net;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Faults;
using ChaosService.Workloads;
using ChaosService.Workloads.MerkleKv.Changes;
using MQTTnet.Server;

namespace ChaosService.Tests.Workloads.MerkleKv;

/// <summary>Against a real broker in this process.</summary>
public sealed class EventActionTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private readonly List<(string Topic, ChangeEvent? Change)> _published = [];
    private readonly FakeCluster _cluster = new(new ClusterNode("broker", "broker"));
    private MqttServer _broker = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IActionKind Kind => DatabaseKinds.All().SelectMany(d => d.Actions).Single(k => k.Name == "merklekv-event");

    public async ValueTask InitializeAsync()
    {
        _broker = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(_port).Build());
        _broker.InterceptingPublishAsync += message =>
        {
            lock (_published)
                _published.Add((message.ApplicationMessage.Topic, ChangeDecoder.Read(message.ApplicationMessage.Payload.ToArray())));
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
    public async Task Event_is_published_with_the_chosen_time_and_id_on_a_key_of_the_run()
    {
        var action = Create(
            ("key", "k1"), ("value", "a b"), ("ts", "18446744073709551615"), ("id", new string('F', 32)), ("source", "kv9"));
        var answer = await action.ActAsync(Cancellation);
        Assert.Equal(OpType.Ok, answer.Outcome);
        Assert.StartsWith("set k1 = a b by kv9, time 18446744073709551615, id ffff", answer.Evidence);
        Assert.EndsWith("1 received by a subscriber", answer.Evidence);
        Assert.Equal(
            [("merkle_kv/events", new ChangeEvent(new string('f', 32), ulong.MaxValue, "kv9", "set", "run/0/k1", "a b"))], _published);
    }

    [Fact]
    public async Task Repetition_is_the_same_event_and_another_event_has_another_id()
    {
        var first = Create(("key", "k1"), ("value", "1"), ("id", "ff"));
        await first.ActAsync(Cancellation);
        await first.ActAsync(Cancellation);
        await Create(("key", "k2"), ("value", "1"), ("id", "ff")).ActAsync(Cancellation);
        Assert.Equal(_published[0], _published[1]);
        Assert.NotEqual(_published[1].Change!.OpId, _published[2].Change!.OpId);
        Assert.All(_published, p => Assert.StartsWith("ff", p.Change!.OpId));
    }

    [Theory]
    [InlineData("ahead", 3600)]
    [InlineData("behind", -3600)]
    public async Task Time_is_ahead_of_now_or_behind_it(string key, int seconds)
    {
        await Create(("key", "k1"), ("op", "del"), (key, "1h")).ActAsync(Cancellation);
        var change = _published.Single().Change!;
        Assert.Equal(("del", null), (change.Op, change.Value));
        var now = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
        Assert.InRange((change.Timestamp / 1e9) - now, seconds - 30, seconds + 1);
    }

    [Fact]
    public void Plan_says_what_would_be_published()
    {
        Assert.Equal("publish to broker: set k1 = 1 by operator, time now", Said(("key", "k1"), ("value", "1")));
        Assert.Equal(
            "publish to hub: del k1 by operator, time 1m behind, id 0f…",
            Said(("node", "hub"), ("key", "k1"), ("op", "del"), ("behind", "60s"), ("id", "0F")));
    }

    [Theory]
    [InlineData("key", "a b", "'key' is no key")]
    [InlineData("ts", "-1", "'ts' is no time")]
    [InlineData("ts", "18446744073709551616", "'ts' is no time")]
    [InlineData("behind", "1s", "the time is not clear")]
    [InlineData("id", "xy", "'id' is no id")]
    [InlineData("op", "del", "what the key has after the del is not clear")]
    [InlineData("op", "put", "'op' has no such choice")]
    public void Unusable_keys_are_refused(string key, string value, string problem)
    {
        (string, object)[] keys = [("key", "k1"), ("value", "1"), ("ahead", "1s")];
        if (key == "ts") keys = keys[..2];
        var (reader, problems) = Yaml.Map([.. keys.Where(k => k.Item1 != key), (key, value)]);
        Assert.Null(Kind.Bind(reader));
        Assert.Contains(problem, problems.Select(p => p.Message));
    }

    [Fact]
    public void Key_and_value_must_be_there()
    {
        var (reader, problems) = Yaml.Map();
        Assert.Null(Kind.Bind(reader));
        Assert.Equal(["'key' is missing", "what the key has after the set is not clear"], problems.Select(p => p.Message));
    }

    private static string Said(params (string, object)[] keys) => Kind.DryRun(Kind.Bind(Yaml.Map(keys).Reader)!);

    private IAction Create(params (string, object)[] keys)
    {
        var (reader, problems) = Yaml.Map([("port", $"{_port}"), .. keys]);
        var parameters = Kind.Bind(reader);
        Assert.Empty(problems);
        return Kind.Create(parameters!, _cluster, "run/0/");
    }
}
