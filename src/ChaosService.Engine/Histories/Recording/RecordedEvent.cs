using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Recording;

/// <summary>
/// What waits in the recorder's queue: an op, or, when <paramref name="Other"/> is set, a <see cref="FaultEvent"/>,
/// <see cref="PhaseEvent"/>, <see cref="ResourceSample"/>, <see cref="CarriedRead"/>, <see cref="ProbeReading"/>,
/// <see cref="ActionEvent"/> or <see cref="Observation"/>.
/// </summary>
internal readonly record struct RecordedEvent(OpEvent Op, object? Other);
