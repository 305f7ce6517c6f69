using ChaosService.Faults.Dns.Relay;

namespace ChaosService.Faults.Dns;

/// <summary>One active fault.</summary>
/// <param name="Interrupted">Called with a sentence when a node was without it for a while.</param>
internal sealed record DnsFault(string Id, IReadOnlyList<string> Nodes, IReadOnlyList<FailedName> Names, Action<string> Interrupted);
