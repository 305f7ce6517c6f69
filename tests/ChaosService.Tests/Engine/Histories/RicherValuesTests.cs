using System.Text;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Histories;

public class RicherValuesTests
{
    private static readonly OpValue Row = OpValue.Object(
    [
        new("time", OpValue.Integer(1)), new("host \"a\"", OpValue.Text("ö\n")), new("usage", OpValue.Float(0.25)),
        new("up", OpValue.Boolean(true)), new("gone", OpValue.None), new("tags", OpValue.Array([OpValue.Text("a"), OpValue.Integer(2)])),
    ]);

    public static TheoryData<string> Values => [.. All.Keys];

    private static readonly Dictionary<string, OpValue> All = new()
    {
        ["text"] = OpValue.Text("plain"),
        ["empty text"] = OpValue.Text(""),
        ["text with escapes"] = OpValue.Text("a \"b\" \\ \n ключ 🎈"),
        ["text like a number"] = OpValue.Text("17"),
        ["text like nothing"] = OpValue.Text("null"),
        ["float"] = OpValue.Float(-0.1),
        ["whole float"] = OpValue.Float(5),
        ["big float"] = OpValue.Float(double.MaxValue),
        ["small float"] = OpValue.Float(double.Epsilon),
        ["true"] = OpValue.Boolean(true),
        ["false"] = OpValue.Boolean(false),
        ["texts"] = OpValue.Array([OpValue.Text("a"), OpValue.Text("b,\"]")]),
        ["empty list"] = OpValue.Array([]),
        ["rows"] = OpValue.Array([OpValue.Array([OpValue.Text("a"), OpValue.Float(1.5)]), OpValue.List([1, 2])]),
        ["row"] = Row,
        ["rows with names"] = OpValue.Array([Row, Row]),
        ["empty row"] = OpValue.Object([]),
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void What_is_recorded_is_what_is_read_on_both_ways(string name)
    {
        var lines = new HistoryLineWriter();
        lines.Write(0, Samples.Event(1, 0, OpType.Invoke, Functions.Write, All[name], intended: 1));
        lines.Write(1, Samples.Event(2, 0, OpType.Ok, Functions.Write, All[name]));
        lines.Write(2, Samples.Event(3, 0, OpType.Invoke, Functions.Read));
        lines.Write(3, Samples.Event(4, 0, OpType.Ok, Functions.Read, All[name]));
        var text = Encoding.UTF8.GetString(lines.Written);
        Assert.All(Read(text).Ops.ToArray(), op => Assert.Equal(All[name], op.Value));
        Assert.All(Read(text.Replace("{\"index\":", "{ \"index\" : ")).Ops.ToArray(), op => Assert.Equal(All[name], op.Value));
        Assert.All(Read(text).Ops.ToArray(), op => Assert.Equal(All[name].GetHashCode(), op.Value.GetHashCode()));
    }

    [Fact]
    public void No_two_of_them_are_equal()
    {
        var values = All.Values.Append(OpValue.Integer(5)).Append(OpValue.None).Append(OpValue.List([5])).ToArray();
        for (var i = 0; i < values.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.NotEqual(values[i], values[j]);
    }

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("1E3", "1000")]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("[1,2,3]", "[3 elements]")]
    [InlineData("[1,2]", "[1 2]")]
    [InlineData("[\"a\",1,null]", "[\"a\", 1, nil]")]
    [InlineData("{\"a\":1.25,\"b\":[true,false]}", "{a: 1.25, b: [true, false]}")]
    public void People_see_it_short(string json, string expected) => Assert.Equal(expected, Value(json).ToString());

    [Fact]
    public void Value_of_any_size_is_shown_in_one_line_of_60_characters()
    {
        var row = string.Join(",", Enumerable.Range(0, 1000).Select(i => $"\"c{i}\":\"{new string('x', 1000)}\""));
        Assert.Equal(60, Value($"{{{row}}}").ToString().Length);
        var balloons = string.Concat(Enumerable.Repeat("🎈", 100));
        Assert.EndsWith("🎈…", Value($"\"{balloons}\"").ToString());
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]", OpValueKind.Array)]
    [InlineData("[null,\"b\"]", OpValueKind.Array)]
    [InlineData("[null,2]", OpValueKind.Pair)]
    [InlineData("[1,2]", OpValueKind.Pair)]
    public void Cas_of_whole_numbers_stays_a_pair(string json, OpValueKind expected) =>
        Assert.Equal(expected, Value(json, Functions.Cas).Kind);

    [Fact]
    public async Task Half_a_character_does_not_stop_the_recorder()
    {
        var stream = new MemoryStream();
        await using (var recorder = new HistoryRecorder(stream, TimeProvider.System, []))
        {
            recorder.Record(Samples.Event(1, 0, OpType.Invoke, Functions.Write, OpValue.Text("a\ud800b")));
            recorder.Record(new PhaseEvent(RunPhase.Ended, 2));
        }
        Assert.Equal(OpValue.Text("a\uFFFDb"), HistoryReader.Read(new MemoryStream(stream.ToArray()), "h").Ops.Span[0].Value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Number_that_json_cannot_hold_is_refused_where_it_is_made(double number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OpValue.Float(number));

    private static OpValue Value(string json, string f = Functions.Write) =>
        Read($$"""{"index":0,"time":1,"process":0,"type":"invoke","f":"{{f}}","key":"k","value":{{json}}}""" + "\n").Ops.Span[0].Value;

    private static History Read(string text) => HistoryReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "h");
}
