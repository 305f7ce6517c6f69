using System.Buffers;
using System.Text;
using ChaosService.Tests.Engine.Fakes;
using MQTTnet;

namespace ChaosService.Tests.Proxies.Mqtt;

/// <summary>Messages in the order in which they came.</summary>
internal sealed class MessageLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];

    public string[] Texts
    {
        get
        {
            lock (_gate) return [.. _texts];
        }
    }

    public void Add(MqttApplicationMessage message)
    {
        lock (_gate) _texts.Add(Encoding.UTF8.GetString(message.Payload.ToArray()));
    }

    /// <summary>Returns when a message with this text came: what was sent before it on the same way came, or never will.</summary>
    public Task UntilAsync(string text) => Wait.UntilAsync(() => Texts.Contains(text), $"'{text}' did not come");
}
