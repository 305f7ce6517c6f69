using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Tests.Timeseries;

/// <summary>What is written into a history is read from it again.</summary>
public class TimeseriesValueTests
{
    private static readonly PointShape Shape = new(4, true, PointTimes.Varied, 4, 7);

    public static TheoryData<string, OpValue> Values => new()
    {
        { Functions.WritePoints, new PointBatch(Shape, 10_000, 100, true, [10_003], "line 4: no value").ToValue() },
        { Functions.WritePoints, new PointBatch(Shape, 10_000, 1).ToValue() },
        { Functions.ReadPoints, new PointReads(Shape, [new("n1", [1, 5], [3], ["{}"], 2), new("n2", [], [], [], 0)]).ToValue() },
        { Functions.Query, new PointQuery(Shape, false, null, 3, 2, 5, 9) { Numbers = [4, 2] }.ToValue() },
        {
            Functions.Query,
            new PointQuery(Shape, true, "key") { Groups = [new("k1", 2, 7, 0.5, 3, 1.75), new("k2", 0, null, null, null, null)] }
                .ToValue()
        },
        { Functions.Query, new PointQuery(Shape, true) { Groups = [] }.ToValue() },
        { Functions.Manage, new CatalogCall(CatalogCall.List) { Code = 200, Nodes = [("1", "Active")] }.ToValue() },
        {
            Functions.Manage,
            new CatalogCall(CatalogCall.Move, "8999", Wrong: "target") { Code = 404, Error = "node 8999 not found" }.ToValue()
        },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_is_the_same_after_a_history_and_after_its_record(string f, OpValue value)
    {
        var writer = new HistoryLineWriter();
        writer.Write(0, new OpEvent { TimeNs = 1, Process = 0, Type = OpType.Invoke, F = f, Key = "t0", Value = value });
        writer.Write(1, new OpEvent { TimeNs = 2, Process = 0, Type = OpType.Ok, F = f, Key = "t0", Value = value });
        var read = HistoryReader.Read(new MemoryStream(writer.Written.ToArray()), "h").Ops.Span[0].Value;

        Assert.Equal(value, read);
        Assert.Equal(value, f switch
        {
            Functions.WritePoints => PointBatch.From(read)!.ToValue(),
            Functions.ReadPoints => PointReads.From(read)!.ToValue(),
            Functions.Query => PointQuery.From(read)!.ToValue(),
            _ => CatalogCall.From(read)!.ToValue(),
        });
    }

    [Fact]
    public void Observations_are_the_same_after_their_record()
    {
        var replicas = new ReplicasView("1", [new(new("t0", 3, 1), 7, "aa", 9), new(new("t1", 3, 0), 0, "")]).ToValue();
        var shards = new ShardsView(
            [new("t0", 1, [["1", "2"], []], ["Stable"], null), new("t0", 2, [["3"]], ["Stable", "MigratingWAL"], "3")]).ToValue();
        var calls = new CallsView("2", [new(4, "LockShardWrites", "t0", 1, false)]).ToValue();
        Assert.Equal(replicas, ReplicasView.From(replicas)!.ToValue());
        Assert.Equal(shards, ShardsView.From(shards)!.ToValue());
        Assert.Equal(calls, CallsView.From(calls)!.ToValue());
        Assert.Equal(new ShardsView([]).ToValue(), ShardsView.From(new ShardsView([]).ToValue())!.ToValue());
    }

    [Fact]
    public void Values_of_another_form_are_none()
    {
        Assert.All(
            (OpValue[])[default, OpValue.Integer(3), OpValue.Object([new("shape", OpValue.Text("?")), new("call", OpValue.Integer(1))])],
            v => Assert.True(
                PointBatch.From(v) is null && PointReads.From(v) is null && PointQuery.From(v) is null && CatalogCall.From(v) is null
                    && ReplicasView.From(v) is null && ShardsView.From(v) is null && CallsView.From(v) is null));
    }
}
