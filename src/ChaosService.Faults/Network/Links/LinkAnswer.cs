namespace ChaosService.Faults.Network.Links;

/// <param name="Refused">Nobody listens there, or somebody on the way says so.</param>
internal readonly record struct LinkAnswer(TimeSpan Took, bool Refused);
