using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Replication;
using ChaosService.MerkleKv.Settings;

namespace ChaosService.MerkleKv.Commands;

/// <summary>All commands of a dialect, by name in any case.</summary>
internal sealed class CommandTable
{
    private readonly Dictionary<string, Func<Command, ValueTask<Reply>>> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Replicator? _replicator;
    private readonly Counters _counters;

    public CommandTable(
        Dialect dialect, DataCommands data, BulkCommands bulk, MerkleCommands merkle, ServerCommands server, Replicator? replicator,
        Counters counters)
    {
        (_replicator, _counters) = (replicator, counters);
        AddCommon(data, bulk, server);
        if (dialect == Dialect.Classic) AddClassic(data);
        else AddCurrent(data, bulk, merkle, server, new(replicator));
    }

    /// <summary>Never fails: what goes wrong is an error for the client.</summary>
    public async ValueTask<Reply> RunAsync(string line, CancellationToken stop)
    {
        _counters.Add(Counter.CommandsTotal);
        try
        {
            var command = Command.Parse(line);
            if (!_commands.TryGetValue(command.Name, out var run)) throw new RefusedCommandException($"Unknown command: {command.Name}");
            if (_replicator is not null) await _replicator.AdmitAsync(stop);
            return await run(command);
        }
        catch (RefusedCommandException refused)
        {
            _counters.Add(Counter.CommandErrors);
            return Reply.Error(refused.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _counters.Add(Counter.CommandErrors);
            return Reply.Error($"Storage failed: {failure.Message}");
        }
    }

    private void AddCommon(DataCommands data, BulkCommands bulk, ServerCommands server)
    {
        _commands["GET"] = data.Get;
        _commands["SET"] = data.Set;
        _commands["INC"] = data.Increment;
        _commands["DEC"] = data.Decrement;
        _commands["APPEND"] = data.Append;
        _commands["PREPEND"] = data.Prepend;
        _commands["MGET"] = bulk.GetMany;
        _commands["MSET"] = bulk.SetMany;
        _commands["TRUNCATE"] = bulk.Truncate;
        _commands["STATS"] = server.Stats;
        _commands["INFO"] = server.Info;
        _commands["VERSION"] = ServerCommands.ShowVersion;
        _commands["FLUSH"] = ServerCommands.Flush;
        _commands["SHUTDOWN"] = ServerCommands.Shutdown;
    }

    private void AddClassic(DataCommands data)
    {
        _commands["DEL"] = _commands["DELETE"] = data.DeleteBlindly;
        _commands["PING"] = ServerCommands.Pong;
    }

    private void AddCurrent(
        DataCommands data, BulkCommands bulk, MerkleCommands merkle, ServerCommands server, ReplicationCommands replication)
    {
        _commands["DEL"] = _commands["DELETE"] = data.Delete;
        _commands["PING"] = ServerCommands.PongWithMessage;
        _commands["ECHO"] = ServerCommands.Echo;
        _commands["FLUSHDB"] = bulk.Truncate;
        _commands["EXISTS"] = bulk.Exists;
        _commands["DBSIZE"] = bulk.Size;
        _commands["MEMORY"] = bulk.Memory;
        _commands["SCAN"] = bulk.Scan;
        _commands["CLIENT"] = server.Client;
        _commands["HASH"] = merkle.Hash;
        _commands["SYNC"] = merkle.Sync;
        _commands["PEER"] = merkle.Peer;
        _commands["REPLICATE"] = replication.Replicate;
    }
}
