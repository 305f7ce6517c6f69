using System.Globalization;
using System.Text.Json;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Querying.Fragments;
using DuckDB.NET.Data;

namespace ChaosService.Reference.Host.Querying;

/// <summary>
/// One query in its own in-memory engine, which sees only the tables that it is given: no file, no network.
/// </summary>
internal sealed class SqlSession : IDisposable
{
    /// <summary>Includes the same order of nulls as in a plan.</summary>
    private const string Settings =
        "threads=1;memory_limit=256MB;enable_external_access=false;autoinstall_known_extensions=false;autoload_known_extensions=false"
            + ";default_null_order=nulls_first_on_asc_last_on_desc";

    /// <summary>The engine's error for a missing table.</summary>
    private const string NoTable = "Catalog Error: Table with name";

    private readonly DuckDBConnection _connection = new($"Data Source=:memory:;{Settings}");

    public SqlSession() => _connection.Open();

    /// <summary>The tables that a text reads. It must be a single query.</summary>
    /// <exception cref="QueryFailedException">It is not a query.</exception>
    public IReadOnlySet<string> TablesOf(string sql)
    {
        using var command = new DuckDBCommand($"SELECT json_serialize_sql('{sql.Replace("'", "''")}')", _connection);
        using var tree = JsonDocument.Parse((string)command.ExecuteScalar()!);
        if (tree.RootElement.GetProperty("error").GetBoolean())
            throw new QueryFailedException(400, $"the query cannot be read: {tree.RootElement.GetProperty("error_message").GetString()}");
        var tables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Collect(tree.RootElement, tables);
        return tables;
    }

    public void Add(string table, IReadOnlyList<Point> points)
    {
        var columns = ColumnSet.Of(points).All;
        var (name, rows) = (Quoted(table), Quoted($"{table} rows"));
        Execute($"CREATE TABLE {rows} (time BIGINT{string.Concat(columns.Select(c => $", {Quoted(c.Name)} {c.SqlType}"))})");
        Execute($"CREATE VIEW {name} AS SELECT * REPLACE (make_timestamp_ns(time) AS time) FROM {rows}");
        using var appender = _connection.CreateAppender($"{table} rows");
        foreach (var point in points)
        {
            var row = appender.CreateRow().AppendValue(point.Time);
            foreach (var column in columns) Append(row, column, point);
            row.EndRow();
        }
    }

    /// <exception cref="QueryFailedException">The engine reports an error.</exception>
    public ResultTable Run(string sql)
    {
        try
        {
            using var command = new DuckDBCommand(sql, _connection);
            using var reader = command.ExecuteReader();
            string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            List<object?[]> rows = [];
            while (reader.Read())
            {
                var row = new object[names.Length];
                reader.GetValues(row);
                rows.Add([.. row.Select(v => v is DBNull ? null : v)]);
            }
            return new(names, rows);
        }
        catch (DuckDBException error)
        {
            throw new QueryFailedException(error.Message.StartsWith(NoTable, StringComparison.Ordinal) ? 404 : 400, error.Message);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static void Collect(JsonElement element, HashSet<string> tables)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Collect(item, tables);
        }
        if (element.ValueKind != JsonValueKind.Object) return;
        // A constant's type is an object, not a name.
        if (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("BASE_TABLE"))
            tables.Add(element.GetProperty("table_name").GetString()!);
        foreach (var property in element.EnumerateObject()) Collect(property.Value, tables);
    }

    private static void Append(IDuckDBAppenderRow row, Column column, Point point)
    {
        if (column.Kind is not { } kind)
        {
            var text = point.Tag(column.Name) ?? (Field(point, column.Name) is { } other ? Text(other) : null);
            if (text is null) row.AppendNullValue();
            else row.AppendValue(text);
            return;
        }
        if (Field(point, column.Name) is not { } value)
        {
            row.AppendNullValue();
            return;
        }
        _ = kind switch
        {
            FieldKind.Float => row.AppendValue(Number(value)),
            FieldKind.Integer => row.AppendValue(value.Integer),
            FieldKind.Unsigned => row.AppendValue(value.Unsigned),
            FieldKind.Boolean => row.AppendValue(value.Boolean),
            _ => row.AppendValue(Text(value)),
        };
    }

    private static FieldValue? Field(Point point, string name)
    {
        foreach (var field in point.Fields)
            if (field.Key == name) return field.Value;
        return null;
    }

    private static double Number(FieldValue value) => value.Kind switch
    {
        FieldKind.Integer => value.Integer,
        FieldKind.Unsigned => value.Unsigned,
        _ => value.Float,
    };

    private static string Text(FieldValue value) => value.Kind switch
    {
        FieldKind.Text => value.Text,
        FieldKind.Boolean => value.Boolean ? "true" : "false",
        FieldKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        FieldKind.Unsigned => value.Unsigned.ToString(CultureInfo.InvariantCulture),
        _ => value.Float.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private void Execute(string sql)
    {
        using var command = new DuckDBCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}
