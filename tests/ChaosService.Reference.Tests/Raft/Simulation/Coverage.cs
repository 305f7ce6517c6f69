namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>How often what is rare has happened: a simulation in which it never does shows nothing about it.</summary>
internal sealed class Coverage
{
    public int SnapshotsInstalled { get; set; }

    public int MembershipsCommitted { get; set; }

    public int HandOvers { get; set; }

    public void Add(Coverage other)
    {
        SnapshotsInstalled += other.SnapshotsInstalled;
        MembershipsCommitted += other.MembershipsCommitted;
        HandOvers += other.HandOvers;
    }

    public override string ToString() => $"{SnapshotsInstalled} snapshots, {MembershipsCommitted} memberships, {HandOvers} hand-overs";
}
