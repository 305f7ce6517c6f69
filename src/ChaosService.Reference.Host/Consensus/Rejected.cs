namespace ChaosService.Reference.Host.Consensus;

/// <summary>What a state machine says of a command that it did not carry out. It says so on every server, and would say so again.</summary>
internal sealed record Rejected(string Why);
