using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Workloads.MerkleKv;

namespace ChaosService.Tests.Workloads.MerkleKv;

public class StatsLinesTests
{
    [Fact]
    public void Numbers_are_read_by_name_and_other_lines_passed_over() => Assert.Equal(
        new Dictionary<string, long> { ["broker_connects"] = 2, ["open_descriptors"] = -1 },
        StatsLines.Read(["STATS", "broker_connects:2", "dialect:classic", "open_descriptors: -1 ", ":"]));

    [Fact]
    public void Statistics_come_back_from_a_history_with_what_the_node_told()
    {
        var told = StatisticsView.Of(name => name == "broker_connects" ? 3 : null);
        Assert.Equal(new StatisticsView(null, 3, null, null), told);
        Assert.Equal(told, StatisticsView.From(told.ToValue()));
        var all = new StatisticsView(1, 2, 3, 4);
        Assert.Equal(all, StatisticsView.From(all.ToValue()));
        Assert.Null(StatisticsView.From(OpValue.Text("none")));
    }
}
