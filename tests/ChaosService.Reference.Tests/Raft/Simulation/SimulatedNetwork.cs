namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>Decides what becomes of a message: when it arrives, how often, if at all.</summary>
internal sealed class SimulatedNetwork(Scenario scenario, Random random)
{
    private readonly HashSet<(uint From, uint To)> _cut = [];

    public bool IsCalm { get; set; }

    public void Cut(uint from, uint to) => _cut.Add((from, to));

    public void Heal() => _cut.Clear();

    /// <summary>Asked again at arrival: what is on its way when a cut comes is lost.</summary>
    public bool Reaches(uint from, uint to) => !_cut.Contains((from, to));

    /// <summary>The delay of each copy.</summary>
    public IEnumerable<int> Delays()
    {
        if (IsCalm)
        {
            yield return 1 + random.Next(30);
            yield break;
        }
        if (Chance(scenario.LossPercent)) yield break;
        yield return Delay();
        if (Chance(scenario.DuplicatePercent)) yield return Delay();
    }

    private int Delay() => 1 + random.Next(Chance(scenario.SlowPercent) ? 2000 : 50);

    private bool Chance(int percent) => random.Next(100) < percent;
}
