using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Recording;

/// <summary>
/// Serialises events into a buffer, a line each, in the canonical order of keys that the reader's fast path expects. By hand, because
/// a run writes tens of thousands of lines a second next to the load it measures.
/// </summary>
internal sealed class HistoryLineWriter
{
    private byte[] _buffer = new byte[1 << 16];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Write(int index, in OpEvent e)
    {
        Head(index, e.TimeNs);
        Number(e.Process);
        Type(e.Type);
        Text(e.F);
        Optional(",\"key\":"u8, e.Key);
        // A read that found nothing says so; an op that has no value yet says nothing.
        if (e.Value.Kind != OpValueKind.None || e.Type == OpType.Ok) Value(e.Value);
        if (e.IntendedNs is { } intended)
        {
            Literal(",\"intended\":"u8);
            Number(intended);
        }
        Optional(",\"node\":"u8, e.Node);
        Optional(",\"error\":"u8, e.Error);
        Literal("}\n"u8);
    }

    public void Write(int index, FaultEvent e)
    {
        Other(index, e.TimeNs, HistoryWords.Nemesis, HistoryWords.Of(e.Step));
        Literal(",\"value\":{\"fault\":"u8);
        Text(e.FaultId);
        Literal(",\"kind\":"u8);
        Text(e.Kind);
        Literal(",\"nodes\":["u8);
        for (var i = 0; i < e.Nodes.Count; i++)
        {
            if (i > 0) Literal(","u8);
            Text(e.Nodes[i]);
        }
        Literal("]"u8);
        if (e.Proven is { } proven) Literal(proven ? ",\"proven\":true"u8 : ",\"proven\":false"u8);
        Optional(",\"detail\":"u8, e.Detail);
        Literal("}}\n"u8);
    }

    public void Write(int index, ResourceSample sample)
    {
        Other(index, sample.TimeNs, HistoryWords.Monitor, HistoryWords.Resources);
        Literal(",\"value\":{\"node\":"u8);
        Text(sample.Node);
        Literal(",\"series\":"u8);
        Text(sample.Series);
        Literal(",\"memory\":"u8);
        Number(sample.MemoryBytes);
        Literal(",\"fds\":"u8);
        Number(sample.OpenFiles);
        Literal("}}\n"u8);
    }

    public void Write(int index, CarriedRead read)
    {
        Other(index, read.TimeNs, HistoryWords.Monitor, HistoryWords.Carried);
        Literal(",\"value\":{\"window\":"u8);
        Number(read.Window);
        Optional(",\"key\":"u8, read.Key);
        Literal(",\"allowed\":"u8);
        List([.. read.Allowed]);
        Literal(",\"found\":"u8);
        if (read.Found is { } found) List([.. found]);
        else Literal("null"u8);
        Literal("}}\n"u8);
    }

    public void Write(int index, ProbeReading reading)
    {
        Other(index, reading.TimeNs, HistoryWords.Monitor, HistoryWords.Probe);
        Literal(",\"value\":{\"probe\":"u8);
        Text(reading.Probe);
        Literal(",\"asked\":"u8);
        Number(reading.AskedNs);
        Literal(reading.Met ? ",\"met\":true"u8 : ",\"met\":false"u8);
        Literal(",\"detail\":"u8);
        Text(reading.Detail);
        Literal("}}\n"u8);
    }

    public void Write(int index, ActionEvent e)
    {
        Head(index, e.TimeNs);
        Text(HistoryWords.Operator);
        Type(e.Type);
        Text(e.Name);
        Literal(",\"value\":{\"action\":"u8);
        Text(e.ActionId);
        Literal(",\"kind\":"u8);
        Text(e.Kind);
        Literal(",\"call\":"u8);
        Number(e.Call);
        Literal(",\"attempt\":"u8);
        Number(e.Attempt);
        Literal(",\"detail\":"u8);
        Text(e.Detail);
        Literal("}}\n"u8);
    }

    public void Write(int index, Observation seen)
    {
        Other(index, seen.TimeNs, HistoryWords.Observer, seen.Topic);
        Optional(",\"key\":"u8, seen.Subject);
        Value(seen.Value);
        Literal(",\"asked\":"u8);
        Number(seen.AskedNs);
        Literal("}\n"u8);
    }

    /// <param name="dropped">Events that were not recorded so far; null leaves the value out.</param>
    public void Write(int index, long timeNs, string word, long? dropped)
    {
        Other(index, timeNs, HistoryWords.Run, word);
        if (dropped is { } count)
        {
            Literal(",\"value\":{\"dropped\":"u8);
            Number(count);
            Literal("}"u8);
        }
        Literal("}\n"u8);
    }

    private void Other(int index, long timeNs, string process, string f)
    {
        Head(index, timeNs);
        Text(process);
        Literal(",\"type\":\"info\",\"f\":"u8);
        Text(f);
    }

    private void Type(OpType type) => Literal(type switch
    {
        OpType.Invoke => ",\"type\":\"invoke\",\"f\":"u8,
        OpType.Ok => ",\"type\":\"ok\",\"f\":"u8,
        OpType.Fail => ",\"type\":\"fail\",\"f\":"u8,
        _ => ",\"type\":\"info\",\"f\":"u8,
    });

    private void Head(int index, long timeNs)
    {
        Literal("{\"index\":"u8);
        Number(index);
        Literal(",\"time\":"u8);
        Number(timeNs);
        Literal(",\"process\":"u8);
    }

    private void Value(OpValue value)
    {
        Literal(",\"value\":"u8);
        Content(value);
    }

    private void Content(OpValue value)
    {
        switch (value.Kind)
        {
            case OpValueKind.Integer: Number(value.First); break;
            case OpValueKind.Pair: List([value.First, value.Second]); break;
            case OpValueKind.List: List(value.Items); break;
            case OpValueKind.Text: Text(value.AsText!); break;
            case OpValueKind.Float: Float(value.AsFloat!.Value); break;
            case OpValueKind.Boolean: Literal(value.AsBoolean == true ? "true"u8 : "false"u8); break;
            case OpValueKind.Array: Elements(value.Elements); break;
            case OpValueKind.Object: Fields(value.Fields); break;
            default: Literal("null"u8); break;
        }
    }

    private void Elements(ReadOnlySpan<OpValue> elements)
    {
        Literal("["u8);
        for (var i = 0; i < elements.Length; i++)
        {
            if (i > 0) Literal(","u8);
            Content(elements[i]);
        }
        Literal("]"u8);
    }

    private void Fields(ReadOnlySpan<OpField> fields)
    {
        Literal("{"u8);
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) Literal(","u8);
            Text(fields[i].Name);
            Literal(":"u8);
            Content(fields[i].Value);
        }
        Literal("}"u8);
    }

    /// <summary>With a point or an exponent, always: without one it would come back as a whole number.</summary>
    private void Float(double value)
    {
        value.TryFormat(Free(32), out var written, "R", CultureInfo.InvariantCulture);
        var isWhole = _buffer.AsSpan(_length, written).IndexOfAny((byte)'.', (byte)'E') < 0;
        _length += written;
        if (isWhole) Literal(".0"u8);
    }

    private void List(ReadOnlySpan<long> items)
    {
        Literal("["u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) Literal(","u8);
            if (items[i] == OpValue.Nil) Literal("null"u8);
            else Number(items[i]);
        }
        Literal("]"u8);
    }

    private void Optional(ReadOnlySpan<byte> key, string? text)
    {
        if (text is null) return;
        Literal(key);
        Text(text);
    }

    private void Number(long value)
    {
        value.TryFormat(Free(20), out var written);
        _length += written;
    }

    private void Text(string text)
    {
        Literal("\""u8);
        if (Ascii.IsValid(text) && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && text.AsSpan().IndexOfAny('"', '\\') < 0)
            _length += Encoding.ASCII.GetBytes(text, Free(text.Length));
        else
            // By way of UTF-8, which half a character becomes a replacement in; as it is, the encoder would throw.
            Literal(JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        Literal("\""u8);
    }

    private void Literal(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Free(int count)
    {
        if (_buffer.Length - _length < count) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        return _buffer.AsSpan(_length);
    }
}
