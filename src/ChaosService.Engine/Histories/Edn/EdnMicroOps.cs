using System.Runtime.CompilerServices;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Transactions;

namespace ChaosService.Engine.Histories.Edn;

/// <summary>Reads a transaction's micro-ops: <c>[[:append k v] [:r k [v …]] [:r k nil]]</c>.</summary>
internal sealed class EdnMicroOps(TransactionHistoryBuilder transactions)
{
    private readonly NameTable _names = new();
    private long[] _list = new long[64];

    /// <param name="isCommitted">Whether a read of nil found nothing; otherwise nobody knows what it found.</param>
    public void Read(ReadOnlySpan<byte> value, bool isCommitted)
    {
        var cursor = new EdnCursor(value);
        cursor.Expect((byte)'[', "where the micro-ops of a transaction begin");
        while (!cursor.Take((byte)']'))
        {
            cursor.Expect((byte)'[', "where a micro-op begins");
            var function = cursor.Scalar("a micro-op");
            if (function.SequenceEqual(":append"u8)) transactions.Append(Key(ref cursor), cursor.Integer("an appended element"));
            else if (function.SequenceEqual(":r"u8)) ReadList(ref cursor, isCommitted);
            else
                throw new FormatException(
                    "a micro-op of the model list-append is [:append key element] or [:r key list], and here it is "
                        + HistoryExcerpt.Of(function));
            cursor.Expect((byte)']', "where a micro-op ends");
        }
    }

    private int Key(ref EdnCursor cursor) => transactions.Key(_names.Get(cursor.Scalar("a key")));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadList(ref EdnCursor cursor, bool isCommitted)
    {
        var key = Key(ref cursor);
        if (!cursor.Take((byte)'['))
        {
            var token = cursor.Scalar("a list, or nil");
            if (!token.SequenceEqual("nil"u8))
                throw new FormatException($"a read's value is a list or nil, and here it is {HistoryExcerpt.Of(token)}");
            if (isCommitted) transactions.Read(key, []);
            else transactions.ReadWithoutAnswer(key);
            return;
        }
        var length = 0;
        while (!cursor.Take((byte)']'))
        {
            if (length == _list.Length) Array.Resize(ref _list, length * 2);
            _list[length++] = cursor.Integer("an element of a list");
        }
        transactions.Read(key, _list.AsSpan(0, length));
    }
}
