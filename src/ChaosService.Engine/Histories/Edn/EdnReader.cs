using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Transactions;

namespace ChaosService.Engine.Histories.Edn;

/// <summary>
/// Reads Jepsen's histories of transactions: maps of ops, one after the other or in one vector, plain or gzip. A line that is no op is a
/// <see cref="HistoryFormatException"/> that names it; the nemesis' ops are passed over.
/// </summary>
public static class EdnReader
{
    /// <summary>An op on more lines than this is one that was never closed.</summary>
    private const int LinesMax = 1000;

    /// <exception cref="HistoryFormatException">Missing, unreadable, or no history; the message says which and where.</exception>
    public static TransactionHistory Read(string path) =>
        HistoryStream.Read(path, "name a history.edn or a history.edn.gz", Read);

    /// <param name="name">The file's name in messages.</param>
    public static TransactionHistory Read(Stream stream, string name)
    {
        using var text = HistoryStream.Unzipped(stream, out _);
        using var blocks = new LineBlocks(text);
        var forms = new Forms(name);
        foreach (var block in blocks.Take())
        {
            var bytes = block.Bytes;
            while (!bytes.IsEmpty)
            {
                var end = bytes.IndexOf((byte)'\n');
                forms.AddLine(end < 0 ? bytes : bytes[..(end + 1)]);
                bytes = end < 0 ? default : bytes[(end + 1)..];
            }
        }
        if (blocks.Cut is { } cut) throw new HistoryFormatException(name, forms.Lines, cut);
        return forms.End();
    }

    /// <summary>Takes lines, and puts those together that hold one op.</summary>
    private sealed class Forms(string name)
    {
        private readonly EdnHistory _history = new(name);
        private readonly List<byte> _begun = [];
        private int _beginning;
        private bool _hasOps;
        private bool _inVector;
        private bool _isOver;

        public int Lines { get; private set; }

        public void AddLine(ReadOnlySpan<byte> line)
        {
            Lines++;
            if (_begun.Count == 0) Take(line, Lines);
            else
            {
                _begun.AddRange(line);
                if (Lines - _beginning > LinesMax) throw Unended();
                var whole = _begun.ToArray();
                _begun.Clear();
                Take(whole, _beginning);
            }
        }

        public TransactionHistory End()
        {
            if (_begun.Count > 0 || (_inVector && !_isOver)) throw Unended();
            if (!_hasOps) throw new HistoryFormatException(name, 0, "there is no op in it; a history has at least one");
            return _history.Build();
        }

        private void Take(ReadOnlySpan<byte> text, int line)
        {
            var cursor = new EdnCursor(text);
            while (true)
            {
                var start = cursor;
                try
                {
                    if (!TakeNext(ref cursor, line)) return;
                }
                catch (EdnUnendedException)
                {
                    _beginning = line;
                    _begun.AddRange(start.Rest);
                    return;
                }
                catch (FormatException e)
                {
                    throw new HistoryFormatException(name, line, e.Message, e);
                }
            }
        }

        private bool TakeNext(ref EdnCursor cursor, int line)
        {
            var next = cursor.Peek();
            if (next == 0) return false;
            if (_isOver) throw new FormatException($"the history's vector is over, and there is {HistoryExcerpt.Of(cursor.Rest)}");
            if (next == '[' && !_inVector) _inVector = cursor.Take(next);
            else if (next == ']' && _inVector) _isOver = cursor.Take(next);
            else
            {
                var op = EdnOp.Read(ref cursor);
                _history.Add(op, line);
                _hasOps = true;
            }
            return true;
        }

        private HistoryFormatException Unended() => new(
            name, _begun.Count > 0 ? _beginning : Lines,
            "what begins here is not closed: the history was cut off, or a bracket is missing");
    }
}
