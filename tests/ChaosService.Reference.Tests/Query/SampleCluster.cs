using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Tests.Query;

/// <summary>Points in two shards of time with four partitions each, on three nodes; some have few of them.</summary>
internal sealed class SampleCluster
{
    public SampleCluster(int copies = 1, int seed = 1, int points = 400)
    {
        for (var id = 1u; id <= 3; id++) Do(new AddNode(1, id, $"node{id}:9000", $"node{id}:8080", "Active"));
        Do(new CreateTable(2, "db", "cpu", copies));
        Do(new ConfigureSharding(3, "db", "cpu", ["host"], 4));
        Do(new CreateShard(4, "db", "cpu", new(0, 1000)));
        Do(new CreateShard(5, "db", "cpu", new(1000, 2000)));
        var random = new Random(seed);
        for (var i = 0; i < points; i++)
        {
            // Most are of one host, so that partitions differ; some lack a tag or a field.
            var host = random.Next(2) == 0 ? "a" : $"{(char)('a' + random.Next(9))}";
            List<KeyValuePair<string, string>> tags = [new("host", host)];
            if (random.Next(4) > 0) tags.Add(new("region", random.Next(2) == 0 ? "eu" : "us"));
            List<KeyValuePair<string, FieldValue>> fields = [new("count", FieldValue.Of((long)random.Next(100)))];
            if (random.Next(3) > 0) fields.Add(new("usage", FieldValue.Of(random.Next(64) / 4.0)));
            Points.Add(new(i + 1, "cpu", tags, fields, random.Next(2000)));
        }
    }

    public CatalogState Catalog { get; private set; } = CatalogState.Empty;

    public List<Point> Points { get; } = [];

    public IEnumerable<Point> In(ulong shard, int partition)
    {
        var of = Catalog.Shard(new("db", "cpu", shard))!;
        return Points.Where(p => of.Time.Contains(p.Time) && of.Sharding.PartitionOf(p.Tag).Partition == partition);
    }

    public void Do(CatalogCommand command)
    {
        (Catalog, var answer) = CatalogMachine.Apply(Catalog, command);
        Assert.False(answer.IsError, answer.Message);
    }
}
