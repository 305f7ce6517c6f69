using ChaosService.Faults.Proxy.Mqtt;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Tcp;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Faults.Proxy;

/// <summary>Whether a fault that is there is seen, and one that is not is not.</summary>
public sealed class MqttMeasureTests
{
    private const int Sent = 4;

    private static readonly Dictionary<string, MqttEffect> Effects = new()
    {
        ["drop"] = new DropEffect(),
        ["delay"] = new DelayEffect(TimeSpan.FromMilliseconds(100)),
        ["duplicate"] = new DuplicateEffect(2),
        ["reorder"] = new ReorderEffect(Sent),
    };

    public static TheoryData<string, bool, bool> Faults => new(
        from name in Effects.Keys from way in ((bool, bool)[])[(true, false), (false, true), (true, true)]
        select (name, way.Item1, way.Item2));

    public static TheoryData<string, string> Others => new(
        from asked in Effects.Keys from done in Effects.Keys where asked != done select (asked, done));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Effect_is_seen_on_each_way(string name, bool published, bool delivered)
    {
        var fault = new MqttFault("kv/+/#", Effects[name], published, delivered);
        var proof = MqttMeasure.Judge(fault, Sent, await ArrivalsAsync(fault, fault), TimeSpan.Zero);
        Assert.True(proof.Seen, proof.Evidence);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Another_effect_is_not_taken_for_it(string asked, string done)
    {
        var fault = new MqttFault("#", Effects[asked], Published: true, Delivered: false);
        var proof = MqttMeasure.Judge(fault, Sent, await ArrivalsAsync(fault, fault with { Effect = Effects[done] }), TimeSpan.Zero);
        Assert.False(proof.Seen, proof.Evidence);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("delay")]
    [InlineData("duplicate")]
    [InlineData("reorder")]
    public async Task Effect_on_the_other_way_is_not_taken_for_it(string name)
    {
        var fault = new MqttFault("#", Effects[name], Published: true, Delivered: false);
        var other = fault with { Published = false, Delivered = true };
        var proof = MqttMeasure.Judge(fault, Sent, await ArrivalsAsync(fault, other), TimeSpan.Zero);
        Assert.False(proof.Seen, proof.Evidence);
    }

    [Fact]
    public void Evidence_says_what_arrived()
    {
        var fault = new MqttFault("#", new DuplicateEffect(1), Published: true, Delivered: true);
        var proof = MqttMeasure.Judge(fault, 2, new([At(1), At(1), At(2), At(2)], []), TimeSpan.Zero);
        Assert.Equal((false, "asked twice, measured 1, 1, 2, 2 of 2 published and none of 2 delivered"), (proof.Seen, proof.Evidence));
        fault = new("#", new DelayEffect(TimeSpan.FromMilliseconds(5)), Published: true, Delivered: false);
        proof = MqttMeasure.Judge(fault, 1, new([At(1)], []), TimeSpan.Zero);
        Assert.Equal((true, "asked 5 ms late, measured 1 of 1 published, 7.0 to 7.0 ms late"), (proof.Seen, proof.Evidence));
    }

    private static ProbeArrival At(int number) => new(number, TimeSpan.FromMilliseconds(7));

    /// <summary>By a proxy that does one thing when another was asked for.</summary>
    private static async Task<MqttArrivals> ArrivalsAsync(MqttFault asked, MqttFault done)
    {
        using var stop = new CancellationTokenSource(Wait.Limit);
        var (client, accepted) = await SocketPair.NewAsync(stop.Token);
        await using var proxy = new MqttProxy(done, new Tally(new Choice(), seed: 1), seed: 1, TimeProvider.System);
        var serving = proxy.ServeAsync(accepted, onward: null, stop.Token);
        using (client)
        {
            // What is there is waited for, however busy the machine is.
            var limit = asked == done && asked.Effect is not DropEffect ? Wait.Limit : MqttMeasure.Limit(asked.Effect);
            var arrived = await MqttArrivals.OfAsync(
                client, asked, Sent, MqttMeasure.Awaited(asked.Effect, Sent), limit, TimeProvider.System, stop.Token);
            client.Dispose();
            await serving.WaitAsync(Wait.Limit, stop.Token);
            return Assert.IsType<MqttArrivals>(arrived);
        }
    }
}
