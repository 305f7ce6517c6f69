namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>
/// A compose project is there once on a machine, so tests that use the same one take turns: each is in a lane. Lanes may go on side by
/// side where there are processors for it; <c>./test.sh</c> has one test at a time.
/// </summary>
internal static class Lanes
{
    /// <summary>Runs bring the shipped targets up under their own names.</summary>
    public const string OwnTargets = "own targets";

    /// <summary>Runs bring them up under <see cref="Running.SecondTargets">other names</see>.</summary>
    public const string SecondTargets = "second targets";

    /// <summary>Runs attach to <see cref="Running.AttachedCluster"/>.</summary>
    public const string AttachedCluster = "attached cluster";
}
