using System.Buffers;
using System.Collections.Concurrent;
using ChaosService.MerkleKv.Events;
using MQTTnet;
using MQTTnet.Protocol;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A client of the broker that sees every event and publishes what no node would.</summary>
internal sealed class Bystander : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    private int _repeated;

    private Bystander()
    {
    }

    /// <summary>Payloads, in the order of their arrival.</summary>
    public ConcurrentQueue<byte[]> Seen { get; } = new();

    /// <summary>How many of them were on the topic of those that were published before.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    public static async Task<Bystander> ConnectAsync(Broker broker)
    {
        var bystander = new Bystander();
        bystander._client.ApplicationMessageReceivedAsync += m =>
        {
            if (m.ApplicationMessage.Topic == "test/events/repeated") Interlocked.Increment(ref bystander._repeated);
            bystander.Seen.Enqueue(m.ApplicationMessage.Payload.ToArray());
            return Task.CompletedTask;
        };
        await bystander._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer(Broker.Address, broker.Port).WithClientId("bystander").Build());
        await bystander._client.SubscribeAsync("test/events/#", MqttQualityOfServiceLevel.AtLeastOnce);
        return bystander;
    }

    /// <summary>What was published on a key, by anyone.</summary>
    public List<ChangeEvent> SeenOf(string key) => [.. Seen.Select(m => EventCodec.Decode(m)).Where(e => e.Key == key)];

    public Task PublishAsync(ChangeEvent change) => PublishAsync(EventCodec.Encode(change));

    public async Task PublishAsync(byte[] payload) => await _client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic("test/events").WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }
}
