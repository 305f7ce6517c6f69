namespace ChaosService.Reference.Tests.Raft.Simulation;

#pragma warning disable CA1032, CA1064 // Thrown in one way only, and for tests.
internal sealed class ViolationException(Invariant invariant, string what) : Exception($"{invariant}: {what}")
{
    public Invariant Invariant => invariant;
}
