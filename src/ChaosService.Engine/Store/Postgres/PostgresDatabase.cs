using System.Data.Common;
using ChaosService.Engine.Store.Schema;
using ChaosService.Engine.Store.Sql;
using Npgsql;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>A PostgreSQL database that several instances of the service share. Every commit is on its disk before it returns.</summary>
public sealed class PostgresDatabase : Database, IDisposable
{
    private readonly NpgsqlDataSource _source;
    private long _life;

    /// <summary>Connects and brings the schema up to date. Throws <see cref="IOException"/> that names the server and what to do.</summary>
    /// <param name="instance">The name of this instance.</param>
    public PostgresDatabase(PostgresAddress address, string instance)
    {
        (Address, Instance) = (address, instance);
        _source = NpgsqlDataSource.Create(address.ConnectionString);
        try
        {
            using var connection = _source.OpenConnection();
            PostgresSchema.Migrate(connection);
        }
        catch (DbException e)
        {
            _source.Dispose();
            throw address.Explain(e);
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    public PostgresAddress Address { get; }

    public override string Instance { get; }

    /// <summary>A row of the table <c>instance</c>, from <see cref="Instances.Join"/> on.</summary>
    public override long Life => Volatile.Read(ref _life);

    internal override bool NeedsSavepoints => true;

    public void Dispose() => _source.Dispose();

    internal void Live(long life) => Volatile.Write(ref _life, life);

    internal override DbConnection Connect() => _source.OpenConnection();

    internal override DbTransaction Begin(DbConnection connection) => connection.BeginTransaction();

    internal override string Pairs(string column) => $"json_each_text({column}::json)";

    /// <summary>An instance that is considered dead no longer has a row, and never gets that life back.</summary>
    internal override string Orphaned(string table) => $"NOT EXISTS (SELECT 1 FROM instance WHERE instance.life = {table}.life)";

    internal override bool IsRefusal(DbException e) => e is PostgresException { SqlState: ['2', '2' or '3', ..] };
}
