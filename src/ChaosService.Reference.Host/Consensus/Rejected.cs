namespace ChaosService.Reference.Host.Consensus;

/// <summary>A state machine's refusal of a command. It is the same on every server, and would be again.</summary>
internal sealed record Rejected(string Why);
