using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Workloads.Series;

namespace ChaosService.Tests.Checking.Timeseries;

/// <summary>
/// The workload's ops against one table in memory, which is right unless it is told to be wrong. Each op takes effect at a moment between
/// its beginning and its end; of some writes the client does not learn what became of them.
/// </summary>
internal sealed class PlayedTable(int seed)
{
    private const int Ops = 120;

    private readonly SeededRandom _random = new(seed);
    private readonly SortedSet<long> _points = [];

    /// <summary>One of so many acknowledged batches is not stored; 0: none.</summary>
    public int LosesOneOf { get; init; }

    /// <summary>Answers leave the last batch out.</summary>
    public bool IsStale { get; init; }

    /// <summary>An average is that of the averages of the keys.</summary>
    public bool AveragesAverages { get; init; }

    public Script Play()
    {
        var script = new Script();
        var parameters = new SeriesParameters(1, PointScripts.Shape, 1, 30, false, new SeriesMix(2, 2, 0));
        var generator = new SeriesWorkload().CreateGenerator(parameters, new SeededRandom(seed), 0, 1);
        var (acknowledged, before) = (0, new List<long>());
        for (var at = 100L; at < 100 + (Ops * 10); at += 10)
        {
            var operation = generator.Next();
            var (from, until) = (at - _random.Next(30), at + _random.Next(30));
            if (operation.F == Functions.WritePoints)
            {
                var batch = PointBatch.From(operation.Value)!;
                var isKnown = _random.Next(10) > 0;
                before = [.. _points];
                var isLost = isKnown && LosesOneOf > 0 && ++acknowledged % LosesOneOf == 0;
                if (!isLost && (isKnown || _random.Next(2) == 0)) _points.UnionWith(PointScripts.Numbers(batch.First, batch.Count));
                script.WritePoints(batch.First, batch.Count, from, until, isKnown ? OpType.Ok : OpType.Info);
            }
            else
            {
                script.Ask(Answer(PointQuery.From(operation.Value)!, IsStale ? before : [.. _points]), from, until);
            }
        }
        return script.ReadPoints(5_000, 5_010, NumberRanges.Of([.. _points]).Ranges);
    }

    private PointQuery Answer(PointQuery query, IReadOnlyCollection<long> points)
    {
        var answer = query.Answered(points);
        if (!AveragesAverages || answer.Groups is not [{ Count: > 0 } all] || query.GroupBy is not null) return answer;
        var averages = query with { GroupBy = PointQuery.ByKey };
        return answer with { Groups = [all with { Average = averages.Answered(points).Groups!.Average(g => g.Average) }] };
    }
}
