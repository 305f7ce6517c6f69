using System.IO.Compression;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Histories;

public class HistoryRoundTripTests
{
    private static async Task<byte[]> RecordAsync(Action<HistoryRecorder> what)
    {
        var stream = new MemoryStream();
        await using (var recorder = new HistoryRecorder(stream, new FakeTimeProvider(), [])) what(recorder);
        return stream.ToArray();
    }

    private static void RecordAll(HistoryRecorder recorder)
    {
        recorder.Record(new PhaseEvent(RunPhase.LoadStarted, 1));
        foreach (var e in Samples.Ops()) recorder.Record(e);
        recorder.Record(Samples.Fault(FaultStep.Inject, 100));
        recorder.Record(Samples.Fault(FaultStep.Effect, 101, proven: true));
        recorder.Record(new PhaseEvent(RunPhase.LoadEnded, 102));
        recorder.Record(new PhaseEvent(RunPhase.Ended, 103));
    }

    private static byte[] Unzip(byte[] zipped)
    {
        using var gzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    [Fact]
    public async Task What_is_recorded_is_what_is_read()
    {
        var history = HistoryReader.Read(new MemoryStream(await RecordAsync(RecordAll)), "h");
        var ops = history.Ops.ToArray();
        Assert.Null(history.Truncation);
        Assert.Equal(7, ops.Length);
        Assert.Equal(new Op
        {
            Index = 1, CompletionIndex = 3, Process = 0, Outcome = OpType.Ok, F = "write", Key = "k1", Value = OpValue.Integer(17),
            InvokedNs = 10, CompletedNs = 20, IntendedNs = 5, Node = "etcd1",
        }, ops[0]);
        Assert.Equal(OpValue.None, ops[1].Value);
        Assert.Equal((OpValue.Pair(OpValue.Nil, -3), OpType.Fail, "compare failed"), (ops[2].Value, ops[2].Outcome, ops[2].Error));
        Assert.Equal(OpValue.List([1, 2, long.MaxValue]), ops[3].Value);
        Assert.Equal(("a \"quoted\" \\ key\nö", long.MinValue + 1, OpType.Info), (ops[4].Key, ops[4].Value.First, ops[4].Outcome));
        Assert.Equal(OpValue.List([]), ops[5].Value);
        Assert.Equal((OpType.Info, -1, long.MaxValue), (ops[6].Outcome, ops[6].CompletionIndex, ops[6].CompletedNs));
        Assert.Equal([RunPhase.LoadStarted, RunPhase.LoadEnded, RunPhase.Ended], history.Phases.Select(p => p.Phase));
        var effect = history.FaultEvents[1];
        Assert.Equal(
            (15, 101L, "f1", "network-partition", FaultStep.Effect, true),
            (effect.Index, effect.TimeNs, effect.FaultId, effect.Kind, effect.Step, effect.Proven));
        Assert.Equal(["etcd1", "etcd2"], effect.Nodes);
        Assert.Equal("etcd1 → etcd2: 3 packets \"dropped\"", effect.Detail);
    }

    [Fact]
    public async Task Plain_lines_and_lines_of_other_writers_read_the_same()
    {
        var zipped = await RecordAsync(RecordAll);
        var expected = HistoryReader.Read(new MemoryStream(zipped), "h");
        var plain = Unzip(zipped);
        Assert.Equal(expected.Ops.ToArray(), HistoryReader.Read(new MemoryStream(plain), "h").Ops.ToArray());
        // Spaces, other orders of keys and unknown keys take the slow path.
        var foreign =
            System.Text.Encoding.UTF8.GetString(plain).Replace("{\"index\":", "{ \"x\" : [1], \"index\" : ").Replace("\n", "\r\n");
        Assert.Equal(
            expected.Ops.ToArray(), HistoryReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(foreign)), "h").Ops.ToArray());
    }

    [Fact]
    public async Task Without_the_last_line_it_was_cut_off()
    {
        var history = HistoryReader.Read(new MemoryStream(await RecordAsync(r => r.Record(new PhaseEvent(RunPhase.LoadStarted, 1)))), "h");
        Assert.Contains("no end marker after line 1", history.Truncation);
    }

    [Fact]
    public async Task Cut_at_any_byte_it_reads_up_to_there_and_says_so()
    {
        var zipped = await RecordAsync(RecordAll);
        var whole = HistoryReader.Read(new MemoryStream(zipped), "h");
        var most = 0;
        for (var length = 2; length < zipped.Length; length++)
        {
            var history = HistoryReader.Read(new MemoryStream(zipped[..length]), "h");
            // Once the last line is there, nothing of the history is missing even if the stream's own end is.
            Assert.Equal(history.Phases.All(p => p.Phase != RunPhase.Ended), history.Truncation is not null);
            Assert.True(history.Ops.Length <= whole.Ops.Length);
            most = Math.Max(most, history.Ops.Length);
        }
        Assert.Equal(whole.Ops.Length, most);
        var plain = Unzip(zipped);
        var firstLine = Array.IndexOf(plain, (byte)'\n');
        for (var length = firstLine + 1; length < plain.Length - 1; length++)
            Assert.NotNull(HistoryReader.Read(new MemoryStream(plain[..length]), "h").Truncation);
    }

    [Fact]
    public async Task What_the_monitor_saw_is_what_is_read()
    {
        var zipped = await RecordAsync(r =>
        {
            r.Record(new ResourceSample(5, "etcd1", "17-\"x\"", 1L << 40, 12));
            r.Record(new CarriedRead(6, 3, "k1", [17, OpValue.Nil], [OpValue.Nil]));
            r.Record(new CarriedRead(7, 2, null, [1, 2], null));
            r.Record(new ProbeReading(9, 8, "api", Met: false, "answered \"503\""));
            r.Record(new ActionEvent(10, "a1", "add \"one\"", "http", OpType.Invoke, 2, 3, ""));
            r.Record(new ActionEvent(11, "a1", "add \"one\"", "http", OpType.Fail, 2, 3, "answered 409"));
            r.Record(new PhaseEvent(RunPhase.Ended, 12));
        });
        var history = HistoryReader.Read(new MemoryStream(zipped), "h");
        Assert.Equal(new ResourceSample(5, "etcd1", "17-\"x\"", 1L << 40, 12), Assert.Single(history.Samples));
        Assert.Equal(["k1", null], history.Carried.Select(c => c.Key));
        Assert.Equal([17, OpValue.Nil], history.Carried[0].Allowed);
        Assert.Equal([OpValue.Nil], history.Carried[0].Found!);
        Assert.Null(history.Carried[1].Found);
        Assert.Equal([new ProbeReading(9, 8, "api", Met: false, "answered \"503\"")], history.Probes);
        Assert.Equal(
            [
                new ActionEvent(10, "a1", "add \"one\"", "http", OpType.Invoke, 2, 3, ""),
                new ActionEvent(11, "a1", "add \"one\"", "http", OpType.Fail, 2, 3, "answered 409"),
            ],
            history.Actions);
        Assert.Null(history.Truncation);
    }

    [Fact]
    public async Task What_was_observed_is_what_is_read()
    {
        var view = new RaftView("8e9e05c52164694d", 7, null).ToValue();
        var zipped = await RecordAsync(r =>
        {
            r.Record(new Observation(-1, 5, 4, "raft", "etcd \"1\"", view));
            r.Record(new Observation(-1, 7, 6, "raft", "etcd \"1\"", OpValue.None));
            r.Record(new PhaseEvent(RunPhase.Ended, 12));
        });
        Assert.Equal(
            [new Observation(0, 5, 4, "raft", "etcd \"1\"", view), new Observation(1, 7, 6, "raft", "etcd \"1\"", OpValue.None)],
            HistoryReader.Read(new MemoryStream(zipped), "h").Observations);
    }

    [Theory]
    [InlineData(
        "{\"time\":1,\"process\":\"observer\",\"type\":\"info\",\"f\":\"raft\",\"value\":1}", "an observation needs 'f', 'key'")]
    [InlineData(
        "{\"time\":1,\"process\":\"observer\",\"type\":\"info\",\"f\":\"raft\",\"key\":\"n1\"}", "an observation needs 'f', 'key'")]
    [InlineData("{\"time\":1,\"process\":\"monitor\",\"type\":\"info\",\"f\":\"heat\"}", "the monitor records")]
    [InlineData(
        "{\"time\":1,\"process\":\"monitor\",\"type\":\"info\",\"f\":\"resources\",\"value\":{\"node\":\"n1\"}}", "'memory' is missing")]
    [InlineData(
        "{\"time\":1,\"process\":\"monitor\",\"type\":\"info\",\"f\":\"carried\",\"value\":{\"window\":1,\"allowed\":7,\"found\":null}}",
        "'allowed' must be a list")]
    public void Wrong_line_of_the_monitor_is_refused(string line, string expected) =>
        Assert.Contains(expected, Assert.Throws<HistoryFormatException>(
            () => HistoryReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(line + "\n")), "h")).Message);

    [Fact]
    public async Task Lines_longer_than_a_block_are_read()
    {
        var elements = Enumerable.Range(0, 400_000).Select(i => (long)i).ToArray();
        var zipped = await RecordAsync(r =>
        {
            r.Record(Samples.Event(1, 0, OpType.Invoke, Functions.Read));
            r.Record(Samples.Event(2, 0, OpType.Ok, Functions.Read, OpValue.List(elements)));
            r.Record(new PhaseEvent(RunPhase.Ended, 3));
        });
        Assert.Equal(OpValue.List(elements), HistoryReader.Read(new MemoryStream(zipped), "h").Ops.Span[0].Value);
    }
}
