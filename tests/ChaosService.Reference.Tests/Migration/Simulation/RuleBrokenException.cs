namespace ChaosService.Reference.Tests.Migration.Simulation;

#pragma warning disable CA1032, CA1064 // Thrown in one way only, and for tests.
internal sealed class RuleBrokenException(MigrationRule rule, string what) : Exception($"{rule}: {what}")
{
    public MigrationRule Rule => rule;
}
