using ChaosService.Reference.Core.Bytes;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// Encodes points of one table. Each string is stored once, and a point with the same tags as the previous one only refers to them, so
/// decoded points share them. Line numbers are not kept. The caller must remember the <see cref="StorageFormat"/> of the bytes.
/// </summary>
internal static class PointFormat
{
    private const ulong SameTags = 0;

    public static void Write(ByteWriter to, IReadOnlyList<Point> points, byte format = StorageFormat.Rows)
    {
        var texts = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var body = new ByteWriter();
        var floats = format >= StorageFormat.FloatsApart ? new FloatsWriter() : null;
        Point? before = null;
        foreach (var point in points)
        {
            Write(body, point, before, texts, floats);
            before = point;
        }
        to.Text(before?.Table ?? "").List(texts.Keys, t => to.Text(t)).Count((ulong)points.Count).Bytes(body.Written);
        if (floats is not null) to.Bytes(floats.Written);
    }

    /// <exception cref="FormatException">
    /// The bytes are not output of <see cref="Write(ByteWriter, IReadOnlyList{Point}, byte)"/> in this format.
    /// </exception>
    public static List<Point> Read(ByteReader from, byte format = StorageFormat.Rows)
    {
        var table = from.Text();
        var texts = from.List(from.Text);
        var (count, body) = (from.Count(), new ByteReader(from.Bytes()));
        var floats = format >= StorageFormat.FloatsApart ? new FloatsReader(from.Bytes()) : null;
        var points = new List<Point>();
        Point? before = null;
        for (; count > 0; count--) points.Add(before = Read(body, table, before, texts, floats));
        body.End();
        floats?.End();
        return points;
    }

    private static void Write(ByteWriter to, Point point, Point? before, Dictionary<string, ulong> texts, FloatsWriter? floats)
    {
        if (before is not null && (ReferenceEquals(before.Tags, point.Tags) || before.Tags.SequenceEqual(point.Tags)))
        {
            to.Count(SameTags);
        }
        else
        {
            to.Count((ulong)point.Tags.Count + 1);
            foreach (var (key, value) in point.Tags) to.Count(PlaceOf(key, texts)).Count(PlaceOf(value, texts));
        }
        to.Count((ulong)point.Fields.Count);
        foreach (var (key, value) in point.Fields)
        {
            to.Count(PlaceOf(key, texts)).Byte((byte)value.Kind);
            if (floats is not null && value.Kind == FieldKind.Float) floats.Write(key, value.Bits);
            else Write(to, value, texts);
        }
        to.Number(unchecked(point.Time - (before?.Time ?? 0)));
    }

    private static void Write(ByteWriter to, FieldValue value, Dictionary<string, ulong> texts)
    {
        if (value.Kind == FieldKind.Float) to.Fixed(value.Bits);
        else if (value.Kind == FieldKind.Text) to.Count(PlaceOf(value.Text, texts));
        else to.Number(value.Bits);
    }

    private static ulong PlaceOf(string text, Dictionary<string, ulong> texts)
    {
        if (!texts.TryGetValue(text, out var place)) texts.Add(text, place = (ulong)texts.Count);
        return place;
    }

    private static Point Read(ByteReader from, string table, Point? before, List<string> texts, FloatsReader? floats)
    {
        var (tags, tagCount) = (before?.Tags, from.Count());
        if (tagCount != SameTags)
        {
            var read = new List<KeyValuePair<string, string>>();
            for (; tagCount > 1; tagCount--) read.Add(new(Text(from, texts), Text(from, texts)));
            tags = read;
        }
        var fields = new List<KeyValuePair<string, FieldValue>>();
        for (var left = from.Count(); left > 0; left--)
        {
            var key = Text(from, texts);
            fields.Add(new(key, Value(from, key, texts, floats)));
        }
        var time = unchecked((before?.Time ?? 0) + from.Number());
        return new(0, table, tags ?? throw from.Damaged("the first point has the tags of one before it"), fields, time);
    }

    private static FieldValue Value(ByteReader from, string key, List<string> texts, FloatsReader? floats) => (FieldKind)from.Byte() switch
    {
        FieldKind.Text => FieldValue.Of(Text(from, texts)),
        FieldKind.Float => new(FieldKind.Float, floats?.Read(key) ?? from.Fixed(), ""),
        var kind when Enum.IsDefined(kind) => new(kind, from.Number(), ""),
        var kind => throw from.Damaged($"{(byte)kind} is no type of a field"),
    };

    private static string Text(ByteReader from, List<string> texts)
    {
        var place = from.Count();
        return place < (ulong)texts.Count ? texts[(int)place] : throw from.Damaged($"text {place} of {texts.Count}");
    }
}
