using ChaosService.Model.Plans;

namespace ChaosService.Engine.Running.Requests;

/// <summary>One window of a soak, ready to go. Made when its turn comes: a soak never holds more than one plan.</summary>
/// <param name="RepeatCommand">The command that runs only this window.</param>
public sealed record WindowRequest(Plan Plan, ReadOnlyMemory<byte> PlanJson, string RepeatCommand);
