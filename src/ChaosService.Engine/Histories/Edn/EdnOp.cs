using System.Runtime.CompilerServices;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Edn;

/// <summary>
/// A line of Jepsen's history: the map of an op, such as
/// <c>{:index 1, :time 12, :type :ok, :process 0, :f :txn, :value [[:r 3 [1 2]]]}</c>, in any order of keys. Other keys mean nothing.
/// </summary>
internal readonly ref struct EdnOp
{
    private EdnOp(OpType type, int process, ReadOnlySpan<byte> function, ReadOnlySpan<byte> value, long time)
    {
        Type = type;
        Process = process;
        Function = function;
        Value = value;
        Time = time;
    }

    public OpType Type { get; }

    /// <summary>Negative for the nemesis and others that are no clients.</summary>
    public int Process { get; }

    public ReadOnlySpan<byte> Function { get; }

    /// <summary>As it is written; empty for nil.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Negative where there is none.</summary>
    public long Time { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static EdnOp Read(ref EdnCursor cursor)
    {
        cursor.Expect((byte)'{', "where an op begins");
        ReadOnlySpan<byte> type = default, process = default, function = default, value = default;
        var time = -1L;
        while (!cursor.Take((byte)'}'))
        {
            var key = cursor.Scalar("a key of an op");
            if (key.SequenceEqual(":type"u8)) type = cursor.Scalar(":type");
            else if (key.SequenceEqual(":process"u8)) process = cursor.Scalar(":process");
            else if (key.SequenceEqual(":f"u8)) function = cursor.Scalar(":f");
            else if (key.SequenceEqual(":time"u8)) time = cursor.Integer(":time");
            else if (key.SequenceEqual(":value"u8)) value = cursor.Whole();
            else cursor.Skip();
        }
        return new EdnOp(TypeOf(type), ProcessOf(process), function, value.SequenceEqual("nil"u8) ? default : value, time);
    }

    private static OpType TypeOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual(":invoke"u8) ? OpType.Invoke
        : text.SequenceEqual(":ok"u8) ? OpType.Ok
        : text.SequenceEqual(":fail"u8) ? OpType.Fail
        : text.SequenceEqual(":info"u8) ? OpType.Info
        : throw new FormatException($"an op's :type is :invoke, :ok, :fail or :info, and here it is {Named(text)}");

    private static int ProcessOf(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)':', ..]) return -1;
        if (System.Buffers.Text.Utf8Parser.TryParse(text, out int process, out var used) && used == text.Length && process >= 0)
            return process;
        throw new FormatException($"an op's :process is a number, or a keyword such as :nemesis, and here it is {Named(text)}");
    }

    private static string Named(ReadOnlySpan<byte> text) => text.IsEmpty ? "missing" : HistoryExcerpt.Of(text);
}
