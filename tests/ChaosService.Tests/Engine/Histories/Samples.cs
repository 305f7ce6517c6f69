using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Histories;

/// <summary>Events with every shape a history line can have.</summary>
internal static class Samples
{
    public static OpEvent Event(
        long time, int process, OpType type, string f, OpValue value = default, string? key = "k1", string? error = null,
        long? intended = null) => new()
    {
        TimeNs = time, Process = process, Type = type, F = f, Key = key, Value = value, Error = error, IntendedNs = intended,
        Node = type == OpType.Invoke ? null : "etcd1",
    };

    public static IEnumerable<OpEvent> Ops() =>
    [
        Event(10, 0, OpType.Invoke, Functions.Write, OpValue.Integer(17), intended: 5),
        Event(11, 1, OpType.Invoke, Functions.Read),
        Event(20, 0, OpType.Ok, Functions.Write, OpValue.Integer(17)),
        Event(21, 1, OpType.Ok, Functions.Read, OpValue.None),
        Event(30, 0, OpType.Invoke, Functions.Cas, OpValue.Pair(OpValue.Nil, -3)),
        Event(31, 1, OpType.Invoke, Functions.Read, key: null),
        Event(40, 0, OpType.Fail, Functions.Cas, error: "compare failed"),
        Event(41, 1, OpType.Ok, Functions.Read, OpValue.List([1, 2, long.MaxValue]), key: null),
        Event(50, 0, OpType.Invoke, Functions.Add, OpValue.Integer(long.MinValue + 1), key: "a \"quoted\" \\ key\nö"),
        Event(51, 1, OpType.Invoke, Functions.Read, key: null),
        Event(60, 0, OpType.Info, Functions.Add, error: "timeout"),
        Event(61, 1, OpType.Ok, Functions.Read, OpValue.List([]), key: null),
        Event(70, 2, OpType.Invoke, Functions.Cas, OpValue.Pair(1, 2)),
    ];

    public static FaultEvent Fault(FaultStep step, long time, bool? proven = null) =>
        new(-1, time, "f1", "network-partition", step, ["etcd1", "etcd2"], proven, "etcd1 → etcd2: 3 packets \"dropped\"");
}
