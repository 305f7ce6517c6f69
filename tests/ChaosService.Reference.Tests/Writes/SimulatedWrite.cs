using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Tests.Writes;

/// <summary>
/// One write over some partitions, of which orders and answers get lost or come late, and which refuse now and then. All is a function of
/// the seed.
/// </summary>
internal sealed class SimulatedWrite
{
    private readonly Random _random;
    private readonly WriteBugs _bugs;
    private readonly PartitionIntake[] _partitions;
    private readonly List<Action> _onTheirWay = [];
    private readonly Dictionary<int, int> _stored = [];
    private readonly int _lossPercent;
    private readonly int _refusalPercent;

    public SimulatedWrite(int seed, WriteBugs bugs)
    {
        (_random, _bugs) = (new Random(seed), bugs);
        _partitions = [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => new PartitionIntake(bugs))];
        (_lossPercent, _refusalPercent) = (_random.Next(3) * 20, _random.Next(3) * 10);
        AcceptsPartial = _random.Next(2) == 0;
    }

    public bool AcceptsPartial { get; }

    public ClientAnswer Answer { get; private set; } = null!;

    public int Steps { get; private set; }

    /// <returns>What is not as the client was told, or null.</returns>
    public string? Run()
    {
        var text = string.Join('\n', Enumerable.Range(1, 12).Select(i => $"m,t={i} f={i} {i}"));
        var batches = Enumerable.Range(1, 12).Where(line => line != 7).GroupBy(_ => _random.Next(_partitions.Length))
            .Select(g => new PartitionBatch(new(1, 1, (ulong)g.Key + 1), 1, g.Key, (uint)g.Key + 1, g.Key > 0, [.. g.Select(Line)]))
            .ToList();
        IReadOnlyList<LineError> bad = _random.Next(3) == 0 ? [new("m,t=7 f=7 7", 7, "bad")] : [];
        var write = new ClientWrite(text, batches, bad, AcceptsPartial, _bugs);
        Send(write, write.Begin());
        while (write.Answer is null)
        {
            Steps++;
            if (_onTheirWay.Count == 0 || _random.Next(10) == 0) Send(write, write.TimeOut());
            else Arrive();
        }
        Answer = write.Answer;
        // What is still on its way arrives after the answer.
        while (_onTheirWay.Count > 0) Arrive();
        return batches.SelectMany(b => b.Points).Select(p => p.Line).Select(Wrong).FirstOrDefault(w => w is not null);
    }

    private string? Wrong(int line)
    {
        var (times, error) = (_stored.GetValueOrDefault(line), Answer.Lines.FirstOrDefault(e => e.LineNumber == line)?.ErrorMessage);
        var mayBe = (Answer.Outcome, error) switch
        {
            (WriteOutcome.Refused, _) => (0, 0),
            (WriteOutcome.Stored, null) => (1, 1),
            (WriteOutcome.Stored, _) => (0, 0),
            (_, null) => (1, 1),
            (_, var e) when e!.StartsWith("not stored", StringComparison.Ordinal) => (0, 0),
            _ => (0, 1),
        };
        return times >= mayBe.Item1 && times <= mayBe.Item2 ? null
            : $"line {line} is there {times} times, and the answer was {Answer.Status} {Answer.Outcome}, of the line: {error ?? "nothing"}";
    }

    private void Arrive()
    {
        var next = _random.Next(_onTheirWay.Count);
        var arrive = _onTheirWay[next];
        _onTheirWay.RemoveAt(next);
        arrive();
    }

    private void Send(ClientWrite write, IReadOnlyList<BatchOrder> orders)
    {
        foreach (var order in orders)
        {
            if (IsLost()) continue;
            _onTheirWay.Add(() =>
            {
                string? error = "the disk is full";
                if (order.Step is BatchStep.Discard or BatchStep.Commit || _random.Next(100) >= _refusalPercent)
                {
                    error = _partitions[order.Batch.Partition].Take(order.Step, order.Batch.Id, order.Batch.Points, out var stored);
                    foreach (var point in stored) _stored[point.Line] = _stored.GetValueOrDefault(point.Line) + 1;
                }
                if (!IsLost()) _onTheirWay.Add(() => Send(write, write.Answered(order, error)));
            });
        }
    }

    private bool IsLost() => _random.Next(100) < _lossPercent;

    private static Point Line(int line) => new(line, "m", [], [new("f", FieldValue.Of((double)line))], line);
}
