using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Mqtt.Packets;

namespace ChaosService.Proxies.Mqtt;

/// <param name="Topic">A filter, as subscribers write it.</param>
/// <param name="Published">Whether it applies to messages that clients publish.</param>
/// <param name="Delivered">Whether it applies to messages that the broker delivers.</param>
internal sealed record MqttFault(string Topic, MqttEffect Effect, bool Published, bool Delivered)
{
    /// <summary>Those of QoS 2 are in the middle of a conversation that a proxy would have to carry on: they pass unchanged.</summary>
    public bool Matches(in MqttPacket packet) =>
        packet.IsMessage && packet.Qos < 2 && packet.Topic is { Length: > 0 } topic && TopicFilter.Matches(Topic, topic);
}
