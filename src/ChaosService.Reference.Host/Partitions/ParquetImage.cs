using System.Globalization;
using ChaosService.Reference.Core.LineProtocol;
using Parquet;
using Parquet.Schema;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>
/// A partition as a Parquet file: a row for each point, and a column for its time (ns since 1970), for each tag and for each field of
/// each type. So a field that is a number in one point and a string in another keeps both types. The partition's record of batches is in
/// the file's metadata.
/// </summary>
internal static class ParquetImage
{
    private const string Time = "time";

    /// <summary>The column indexes of a point's fields, in the order of the fields.</summary>
    private const string Order = "fields";

    private const string Tag = "tag:";
    private const char Separator = ' ';

    private static readonly Dictionary<FieldKind, string> Prefixes = new()
    {
        [FieldKind.Float] = "float:",
        [FieldKind.Integer] = "integer:",
        [FieldKind.Unsigned] = "unsigned:",
        [FieldKind.Boolean] = "boolean:",
        [FieldKind.Text] = "text:",
    };

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    public static bool Is(ReadOnlySpan<byte> content) => content.StartsWith(Magic);

    public static async Task<byte[]> WriteAsync(PartitionImage image)
    {
        string[] tags = [.. image.Points.SelectMany(p => p.Tags).Select(t => t.Key).Distinct().Order(StringComparer.Ordinal)];
        var fields = image.Points.SelectMany(p => p.Fields).Select(f => (f.Key, f.Value.Kind)).Distinct().Order().Index()
            .ToDictionary(f => f.Item, f => f.Index);
        using var content = new MemoryStream();
        var schema = new ParquetSchema(
            [new DataField<long>(Time), new DataField<string>(Order), .. tags.Select(t => new DataField<string>(Tag + t)),
                .. fields.Keys.Select(f => Column(f.Key, f.Kind))]);
        await using (var writer = await ParquetWriter.CreateAsync(schema, content))
        {
            writer.CustomMetadata = new Dictionary<string, string>
            {
                ["table"] = image.Points.Count > 0 ? image.Points[0].Table : "",
                ["applied"] = image.Applied.ToString(CultureInfo.InvariantCulture),
                ["batches"] = Convert.ToBase64String(image.Batches),
            };
            if (image.Points.Count > 0)
            {
                using var rows = writer.CreateRowGroup();
                await WriteAsync(rows, schema, image.Points, tags, fields);
            }
        }
        return content.ToArray();
    }

    /// <exception cref="FormatException">The file is not output of <see cref="WriteAsync(PartitionImage)"/>.</exception>
    public static async Task<PartitionImage> ReadAsync(ReadOnlyMemory<byte> content)
    {
        using var bytes = new MemoryStream(content.ToArray(), writable: false);
        await using var reader = await ParquetReader.CreateAsync(bytes);
        var metadata = reader.CustomMetadata;
        if (!metadata.TryGetValue("table", out var table) || !metadata.TryGetValue("applied", out var applied)
            || !metadata.TryGetValue("batches", out var batches))
        {
            throw new FormatException("the Parquet file is no snapshot of a partition");
        }
        List<Point> points = [];
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var rows = reader.OpenRowGroupReader(i);
            await ReadAsync(rows, reader.Schema, table, points);
        }
        return new(long.Parse(applied, CultureInfo.InvariantCulture), Convert.FromBase64String(batches), points);
    }

    private static DataField Column(string name, FieldKind kind) => kind switch
    {
        FieldKind.Float => new DataField<double?>(Prefixes[kind] + name),
        FieldKind.Integer => new DataField<long?>(Prefixes[kind] + name),
        FieldKind.Unsigned => new DataField<ulong?>(Prefixes[kind] + name),
        FieldKind.Boolean => new DataField<bool?>(Prefixes[kind] + name),
        _ => new DataField<string>(Prefixes[kind] + name),
    };

    private static async Task WriteAsync(
        ParquetRowGroupWriter rows, ParquetSchema schema, IReadOnlyList<Point> points, string[] tags,
        Dictionary<(string Name, FieldKind Kind), int> fields)
    {
        var columns = schema.DataFields;
        await rows.WriteAsync<long>(columns[0], points.Select(p => p.Time).ToArray());
        await rows.WriteAsync(columns[1], [.. points.Select(p => string.Join(Separator, p.Fields.Select(PlaceOf)))]);
        foreach (var (place, tag) in tags.Index()) await rows.WriteAsync(columns[2 + place], [.. points.Select(p => p.Tag(tag)!)]);
        foreach (var ((name, kind), place) in fields)
        {
            var column = columns[2 + tags.Length + place];
            FieldValue?[] values = [.. points.Select(p => Value(p, name, kind))];
            await (kind switch
            {
                FieldKind.Float => rows.WriteAsync<double>(column, values.Select(v => v?.Float).ToArray()),
                FieldKind.Integer => rows.WriteAsync<long>(column, values.Select(v => v?.Integer).ToArray()),
                FieldKind.Unsigned => rows.WriteAsync<ulong>(column, values.Select(v => v?.Unsigned).ToArray()),
                FieldKind.Boolean => rows.WriteAsync<bool>(column, values.Select(v => v?.Boolean).ToArray()),
                _ => rows.WriteAsync(column, [.. values.Select(v => v?.Text!)]),
            });
        }

        int PlaceOf(KeyValuePair<string, FieldValue> field) => fields[(field.Key, field.Value.Kind)];
    }

    private static FieldValue? Value(Point point, string name, FieldKind kind)
    {
        foreach (var (key, value) in point.Fields)
            if (key == name && value.Kind == kind) return value;
        return null;
    }

    private static async Task ReadAsync(ParquetRowGroupReader rows, ParquetSchema schema, string table, List<Point> points)
    {
        var (columns, count) = (schema.DataFields, (int)rows.RowCount);
        var times = new long[count];
        await rows.ReadAsync<long>(columns[0], times);
        var orders = await TextsAsync(rows, columns[1], count);
        List<(string Key, string?[] Values)> tags = [];
        List<(string Key, Func<int, FieldValue> At)> fields = [];
        foreach (var column in columns.Skip(2))
        {
            if (column.Name.StartsWith(Tag, StringComparison.Ordinal))
                tags.Add((column.Name[Tag.Length..], await TextsAsync(rows, column, count)));
            else
                fields.Add(await FieldAsync(rows, column, count));
        }
        List<KeyValuePair<string, string>>? before = null;
        for (var i = 0; i < count; i++)
        {
            before = TagsAt(tags, i, before);
            var places = orders[i]!.Split(Separator).Select(p => fields[int.Parse(p, CultureInfo.InvariantCulture)]);
            points.Add(new(0, table, before, [.. places.Select(f => KeyValuePair.Create(f.Key, f.At(i)))], times[i]));
        }
    }

    /// <summary>Points of one series are adjacent, and share their tags.</summary>
    private static List<KeyValuePair<string, string>> TagsAt(
        List<(string Key, string?[] Values)> tags, int row, List<KeyValuePair<string, string>>? before)
    {
        if (before is not null && tags.TrueForAll(t => t.Values[row] == t.Values[row - 1])) return before;
        return [.. tags.Where(t => t.Values[row] is not null).Select(t => KeyValuePair.Create(t.Key, t.Values[row]!))];
    }

    private static async Task<(string Key, Func<int, FieldValue> At)> FieldAsync(ParquetRowGroupReader rows, DataField column, int count)
    {
        var (kind, prefix) = Prefixes.FirstOrDefault(p => column.Name.StartsWith(p.Value, StringComparison.Ordinal));
        if (prefix is null) throw new FormatException($"column '{column.Name}' of the Parquet file is none of a snapshot's");
        Func<int, FieldValue> at;
        switch (kind)
        {
            case FieldKind.Float:
                var floats = await NumbersAsync<double>(rows, column, count);
                at = i => FieldValue.Of(floats[i]!.Value);
                break;
            case FieldKind.Integer:
                var integers = await NumbersAsync<long>(rows, column, count);
                at = i => FieldValue.Of(integers[i]!.Value);
                break;
            case FieldKind.Unsigned:
                var unsigned = await NumbersAsync<ulong>(rows, column, count);
                at = i => FieldValue.Of(unsigned[i]!.Value);
                break;
            case FieldKind.Boolean:
                var booleans = await NumbersAsync<bool>(rows, column, count);
                at = i => FieldValue.Of(booleans[i]!.Value);
                break;
            default:
                var texts = await TextsAsync(rows, column, count);
                at = i => FieldValue.Of(texts[i]!);
                break;
        }
        return (column.Name[prefix.Length..], at);
    }

    private static async Task<T?[]> NumbersAsync<T>(ParquetRowGroupReader rows, DataField column, int count)
        where T : struct
    {
        var values = new T?[count];
        await rows.ReadAsync<T>(column, values);
        return values;
    }

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader rows, DataField column, int count)
    {
        var values = new string[count];
        await rows.ReadAsync(column, values);
        return values;
    }
}
