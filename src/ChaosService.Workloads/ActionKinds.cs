using ChaosService.Model.Actions;
using ChaosService.Workloads.Actions.Http;
using ChaosService.Workloads.Actions.Mqtt;
using ChaosService.Workloads.Actions.Start;

namespace ChaosService.Workloads;

/// <summary>Every kind of action. A new one is a folder and a line here.</summary>
public static class ActionKinds
{
    public static IReadOnlyList<IActionKind> All() => [new HttpKind(), new NodeStartKind(), new MqttPublishKind()];
}
