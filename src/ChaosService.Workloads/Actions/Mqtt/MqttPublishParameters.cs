using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Actions.Mqtt;

/// <param name="Node">The broker.</param>
/// <param name="Port">Default 1883.</param>
/// <param name="Payload">In hex.</param>
/// <param name="Count">How many messages. Default 1.</param>
/// <param name="Qos">0 or 1. Default 1.</param>
/// <param name="Retain">The broker gives the last one to whoever subscribes later. Default false.</param>
/// <param name="Mutate">How many bytes of each message are changed, drawn from the seed and the message's number. Default 0.</param>
/// <param name="Seed">Default 1.</param>
/// <param name="Size">
/// Of each message, in bytes: the payload over and over, the last time cut off. Null, the default: the payload once.
/// </param>
/// <param name="Client">
/// The client's id: a broker ends the connection of another one with the same id. Null, the default: an id of its own.
/// </param>
internal sealed record MqttPublishParameters(
    string Node, int Port, string Topic, string Payload, int Count, int Qos, bool Retain, int Mutate, int Seed, int? Size, string? Client)
    : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
