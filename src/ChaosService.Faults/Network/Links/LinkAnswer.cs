namespace ChaosService.Faults.Network.Links;

/// <param name="Refused">Nothing listens there, or a firewall on the way says so.</param>
internal readonly record struct LinkAnswer(TimeSpan Took, bool Refused);
