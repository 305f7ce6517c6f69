using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Series;

/// <summary>
/// Every batch has the numbers of its own block. Queries are drawn among the blocks that any worker may have written by now: nothing here
/// depends on an answer.
/// </summary>
internal sealed class SeriesGenerator(SeriesParameters parameters, SeededRandom random, int worker, int workers) : IGenerator
{
    private readonly int[] _weights = [parameters.Mix.Write, parameters.Mix.Query, parameters.Mix.Read];
    private readonly QueryDraw _queries = new(parameters.Shape, parameters.Batch);
    private UniqueValues _blocks = new(worker, workers);
    private long _ops;

    public Operation Next()
    {
        _ops++;
        var function = Mix.Draw(random, _weights);
        var table = random.Next(parameters.Tables);
        return function switch
        {
            0 => new Operation(Functions.WritePoints, SeriesWorkload.TableName(table), NextBatch().ToValue()),
            1 => new Operation(
                Functions.Query, SeriesWorkload.TableName(table), _queries.Next(random, 1 + (_ops * workers), workers).ToValue()),
            _ => SeriesWorkload.ReadAll(parameters, table),
        };
    }

    public void Observe(in Operation operation, in OpResult result)
    {
    }

    private PointBatch NextBatch()
    {
        var count = parameters.SmallestBatch + random.Next(parameters.Batch - parameters.SmallestBatch + 1);
        return new PointBatch(parameters.Shape, QueryDraw.FirstOf(_blocks.Take()), count, parameters.Strict);
    }
}
