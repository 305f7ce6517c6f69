using System.Net;
using ChaosService.Tests.Engine.Fakes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace ChaosService.Tests.Proxies.Mqtt;

/// <summary>A real client.</summary>
internal sealed class MqttPeer : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public MqttPeer() => _client.ApplicationMessageReceivedAsync += message =>
    {
        Received.Add(message.ApplicationMessage);
        return Task.CompletedTask;
    };

    public MessageLog Received { get; } = new();

    public bool IsConnected => _client.IsConnected;

    public Task ConnectAsync(IPEndPoint where, string id, bool keepsSession) => _client.ConnectAsync(new MqttClientOptionsBuilder()
        .WithEndPoint(where).WithProtocolVersion(MqttProtocolVersion.V311).WithClientId(id).WithCleanSession(!keepsSession)
        .WithTimeout(Wait.Limit).Build());

    public Task SubscribeAsync(string topic, int qos = 1) => _client.SubscribeAsync(topic, (MqttQualityOfServiceLevel)qos);

    /// <summary>Above QoS 0 it returns when the message is acknowledged.</summary>
    public async Task PublishAsync(string topic, string text, int qos = 1)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var result = await _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(text)
                .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)qos).Build(),
            limit.Token);
        Assert.True(result.IsSuccess || result.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers, $"{result.ReasonCode}");
    }

    public Task LeaveAsync() => _client.DisconnectAsync(new MqttClientDisconnectOptions());

    public void Dispose() => _client.Dispose();
}
