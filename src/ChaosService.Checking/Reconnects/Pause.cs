namespace ChaosService.Checking.Reconnects;

/// <summary>A pause before an attempt to connect.</summary>
/// <param name="AtNs">When the node said so, ns since the run's start.</param>
/// <param name="LengthNs">How long it said that it would wait.</param>
/// <param name="WaitedNs">The time until its next line: the pause and the attempt. Null: there is none.</param>
internal sealed record Pause(long AtNs, long LengthNs, long? WaitedNs);
