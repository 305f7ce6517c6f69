using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace ChaosService.Engine.Store.Postgres;

/// <summary>A connection string that was understood. Shown without its password.</summary>
public sealed class PostgresAddress
{
    /// <summary>What it must look like, for messages.</summary>
    public const string Fix =
        "write one such as Host=db.example.org;Database=chaosservice;Username=chaosservice;Password=…, best as "
            + "CHAOSSERVICE__STORE__POSTGRES";

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(10);

    private readonly NpgsqlConnectionStringBuilder _parts;

    private PostgresAddress(NpgsqlConnectionStringBuilder parts) => _parts = parts;

    /// <summary>Null, and the problem, when the text is not a connection string.</summary>
    public static (PostgresAddress? Address, string? Problem) Parse(string text)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(parts.Host)) return (null, "it names no Host");
            if (string.IsNullOrEmpty(parts.Database)) return (null, "it names no Database");
            if (parts is { Timeout: 0 } or { CommandTimeout: 0 })
                return (null, "Timeout=0 or Command Timeout=0 would wait for ever for a silent server: write seconds, or leave it out");
            if (!parts.ContainsKey("Timeout")) parts.Timeout = (int)ConnectLimit.TotalSeconds;
            if (!parts.ContainsKey("Command Timeout")) parts.CommandTimeout = (int)CommandLimit.TotalSeconds;
            if (!parts.ContainsKey("Application Name")) parts.ApplicationName = "chaosservice";
            // For a connection whose other end vanished: without it, a run's end would wait for hours.
            if (!parts.ContainsKey("Keepalive")) parts.KeepAlive = (int)CommandLimit.TotalSeconds;
            parts.IncludeErrorDetail = false;
            return (new PostgresAddress(parts), null);
        }
        catch (Exception e)
            when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            // The library's message may quote the value, which may be the password.
            return (null, e is ArgumentException { ParamName: { Length: > 0 } name } && !text.Contains($"={name}", StringComparison.Ordinal)
                ? $"the key '{name}' or its value is wrong"
                : "it is not a list of Key=Value with ';' between them, or a key is unknown");
        }
    }

    /// <summary>With the password: never shown.</summary>
    public string ConnectionString => _parts.ConnectionString;

    public override string ToString() =>
        $"{_parts.Host}:{_parts.Port}, database '{_parts.Database}', user '{_parts.Username ?? Environment.UserName}'";

    /// <summary>What a failure to open it means, and what to do.</summary>
    internal IOException Explain(DbException e)
    {
        var (what, fix) = e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } p =>
                ($"the server refuses the user: {p.MessageText}", "check Username and Password, and the server's pg_hba.conf"),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } p =>
                (p.MessageText, "make the database with: createdb -O OWNER NAME"),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p =>
                ($"the user lacks a right: {p.MessageText}", "let the user own the database, or grant it CREATE and USAGE on the schema"),
            PostgresException p => ($"{p.MessageText} ({p.SqlState})", "mend the cause at the server, then start again"),
            { InnerException: SocketException socket } =>
                ($"the server cannot be reached: {socket.Message}", "check Host and Port, and that the server runs"),
            { InnerException: TimeoutException } =>
                ("the server does not answer", "check Host and Port, and that nothing between drops the packets"),
            _ => (e.Message, "check Host, Port and whether the server asks for SSL"),
        };
        return new IOException($"store.postgres: {this}: {what}; {fix}", e);
    }
}
