using ChaosService.MerkleKv.Observing;

namespace ChaosService.MerkleKv.Commands;

/// <summary>Commands on the node itself.</summary>
internal sealed class ServerCommands(StatusLines status, ClientList clients, TimeProvider time)
{
    public static string Version { get; } = typeof(ServerCommands).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static ValueTask<Reply> Pong(Command command) => new(new Reply("PONG"));

    public static ValueTask<Reply> PongWithMessage(Command command) => new(new Reply($"PONG {command.Rest}"));

    public static ValueTask<Reply> Echo(Command command) => new(new Reply($"ECHO {command.Rest}"));

    public static ValueTask<Reply> ShowVersion(Command command) => new(new Reply($"VERSION {Version}"));

    /// <summary>Writes are stored before they are replied to, so there is nothing left to flush.</summary>
    public static ValueTask<Reply> Flush(Command command) => new(Reply.Ok);

    public static ValueTask<Reply> Shutdown(Command command) => new(Reply.Ok with { StopsNode = true });

    public ValueTask<Reply> Stats(Command command) => new(Reply.Lines(status.Stats().Prepend("STATS")));

    public ValueTask<Reply> Info(Command command) => new(Reply.Lines(status.Info(Version).Prepend("INFO")));

    public ValueTask<Reply> Client(Command command)
    {
        if (!"LIST".Equals(command.Rest?.Trim(' '), StringComparison.OrdinalIgnoreCase))
            throw new RefusedCommandException("CLIENT command requires LIST");
        var now = time.GetUtcNow();
        return new(Reply.Lines(clients.All
            .Select(c => $"id={c.Id} addr={c.Address} age={(long)(now - c.Since).TotalSeconds} commands={c.Commands}").Append("END")));
    }
}
