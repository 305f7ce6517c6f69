using System.Data.Common;
using System.Text;

namespace ChaosService.Engine.Store.Sql;

/// <summary>
/// Where the service keeps what it knows: the machine's own SQLite file, or a PostgreSQL server that several instances share. The SQL of
/// the stores is the same for both; what is not the same is here. All trouble with it is a <see cref="DbException"/>. Thread-safe.
/// </summary>
public abstract class Database
{
    private protected Database() => Grouped = new GroupCommit(this);

    /// <summary>The name of this instance; empty when the store is not shared.</summary>
    public virtual string Instance => "";

    /// <summary>The life of this instance. A row whose life is not a current one is an orphan. 0 when the store is not shared.</summary>
    public virtual long Life => 0;

    /// <summary>For writes that many callers make at once and wait for.</summary>
    internal GroupCommit Grouped { get; }

    /// <summary>An open connection.</summary>
    internal abstract DbConnection Connect();

    /// <summary>What is read in it stays true until it ends, as far as the caller writes.</summary>
    internal abstract DbTransaction Begin(DbConnection connection);

    /// <summary>Waits for the turn of this process, where the database would wait worse.</summary>
    internal virtual Lock.Scope Turn() => default;

    /// <summary>A table of the columns <c>key</c> and <c>value</c> from a column that holds a flat JSON object.</summary>
    internal abstract string Pairs(string column);

    /// <summary>The condition that no live instance works on a row of this table, which has a column <c>life</c>.</summary>
    internal abstract string Orphaned(string table);

    /// <summary>Whether one statement was refused for its values, and the transaction can go on without it.</summary>
    internal abstract bool IsRefusal(DbException e);

    /// <summary>Whether a statement that was refused takes its transaction with it unless there is a savepoint.</summary>
    internal abstract bool NeedsSavepoints { get; }

    /// <summary>One statement, or several that need not be one.</summary>
    internal int Write(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var turn = Turn();
        using var connection = Connect();
        return Execute(connection, sql, parameters);
    }

    internal List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var connection = Connect();
        return Query(connection, sql, read, parameters);
    }

    /// <summary>Takes effect as a whole when the work returns, and not at all when it throws.</summary>
    internal T Transact<T>(Func<Transaction, T> work)
    {
        using var turn = Turn();
        using var connection = Connect();
        using var transaction = Begin(connection);
        var result = work(new Transaction(connection));
        transaction.Commit();
        return result;
    }

    internal static List<T> Query<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    internal static int Execute(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        // Every caller passes constants; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value is string text ? Storable(text) : value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>
    /// PostgreSQL takes neither a zero nor half a character, which what a node wrote may hold: a verdict must not be lost over it.
    /// </summary>
    private static string Storable(string text) =>
        text.Contains('\0') || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
            .Replace('\0', '\uFFFD') : text;
}
