namespace ChaosService.Reference.Tests.Migration.Simulation;

/// <summary>What may happen in one simulation, drawn from its seed. Times are in units of a hundredth of a tick.</summary>
internal sealed record MigrationScenario(
    int LossPercent, int DuplicatePercent, int SlowPercent, int CrashInterval, int DownTimeMax, int WriteInterval, int MoveInterval,
    int AbortPercent, int AttemptsMax, int HandOverInterval)
{
    public static MigrationScenario Draw(Random random)
    {
        return new(
            Pick(0, 2, 15), Pick(0, 5, 30), Pick(0, 5, 20), Pick(150, 400, 2000), Pick(100, 1000, 4000), Pick(20, 60, 200),
            Pick(300, 1000), Pick(0, 0, 20, 50), Pick(2, 5, 30), Pick(500, 3000));

        int Pick(params int[] choices) => choices[random.Next(choices.Length)];
    }
}
