using System.Data.Common;

namespace ChaosService.Engine.Store.Sql;

/// <summary>Statements that are one: all of them take effect, or none does.</summary>
internal sealed class Transaction(DbConnection connection)
{
    /// <returns>How many rows it changed.</returns>
    public int Write(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Database.Execute(connection, sql, parameters);

    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Database.Query(connection, sql, read, parameters);
}
