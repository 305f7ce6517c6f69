using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>
/// What may happen in one simulation, drawn from its seed: some runs have a bad network, some have crashes, some have both. A run that has
/// everything at once hardly commits anything, and finds less. Times are in units of a hundredth of a tick.
/// </summary>
internal sealed record Scenario
{
    public int Voters { get; init; }

    public int LossPercent { get; init; }

    public int DuplicatePercent { get; init; }

    /// <summary>So many messages take up to forty times as long as the rest, and are overtaken.</summary>
    public int SlowPercent { get; init; }

    public int EntriesPerMessage { get; init; }

    public int EntriesInFlight { get; init; }

    /// <summary>Between two things that go wrong, on average.</summary>
    public int NemesisInterval { get; init; }

    public int ClientInterval { get; init; }

    public int DiskTimeMax { get; init; }

    /// <summary>So many leaders crash while their first entries are on their way.</summary>
    public int YoungLeaderCrashPercent { get; init; }

    public int CrashWeight { get; init; }

    public int PowerFailureWeight { get; init; }

    public int PartitionWeight { get; init; }

    public int CompactWeight { get; init; }

    public int TransferWeight { get; init; }

    public int ChangeWeight { get; init; }

    public RaftBugs Bugs { get; init; }

    public static Scenario Draw(Random random, RaftBugs bugs)
    {
        return new()
        {
            Voters = Pick(1, 2, 3, 3, 4, 5, 5, 5),
            LossPercent = Pick(0, 2, 10, 25),
            DuplicatePercent = Pick(0, 5, 20),
            SlowPercent = Pick(0, 2, 10),
            EntriesPerMessage = Pick(1, 1, 3, 16),
            EntriesInFlight = Pick(1, 1, 20),
            NemesisInterval = Pick(300, 800, 2000),
            ClientInterval = Pick(30, 100, 400),
            DiskTimeMax = Pick(1, 10, 60),
            YoungLeaderCrashPercent = Pick(0, 0, 90),
            CrashWeight = Pick(0, 2, 5),
            PowerFailureWeight = Pick(0, 0, 1),
            PartitionWeight = Pick(0, 2, 5),
            CompactWeight = Pick(0, 1, 4),
            TransferWeight = Pick(0, 0, 2),
            ChangeWeight = Pick(0, 0, 3),
            Bugs = bugs,
        };

        int Pick(params int[] choices) => choices[random.Next(choices.Length)];
    }
}
