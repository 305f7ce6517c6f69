using System.Globalization;
using System.Text;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Commands;

/// <summary>Commands on one key. Each write is replied to when it is stored.</summary>
internal sealed class DataCommands(KeyStore store)
{
    public ValueTask<Reply> Get(Command command) => new(store.Get(command.One()) is { } value ? Reply.Value(value) : Reply.NotFound);

    public async ValueTask<Reply> Set(Command command)
    {
        var (key, value) = command.KeyAndValue();
        await WriteAsync(key, ChangeKind.Set, _ => NewValue.Of(value));
        return Reply.Ok;
    }

    /// <summary>The older dialect.</summary>
    public async ValueTask<Reply> DeleteBlindly(Command command)
    {
        await WriteAsync(command.One(), ChangeKind.Del, _ => NewValue.Of(null));
        return Reply.Ok;
    }

    public async ValueTask<Reply> Delete(Command command)
    {
        var write = await WriteAsync(command.One(), ChangeKind.Del, _ => NewValue.Of(null));
        return write.Found ? new("DELETED") : Reply.NotFound;
    }

    public ValueTask<Reply> Increment(Command command) => CountAsync(command, ChangeKind.Incr);

    public ValueTask<Reply> Decrement(Command command) => CountAsync(command, ChangeKind.Decr);

    public ValueTask<Reply> Append(Command command) => JoinAsync(command, ChangeKind.Append, (old, more) => old + more);

    public ValueTask<Reply> Prepend(Command command) => JoinAsync(command, ChangeKind.Prepend, (old, more) => more + old);

    private async ValueTask<Reply> CountAsync(Command command, ChangeKind kind)
    {
        if (command.Words() is not [var key, .. var amounts])
            throw new RefusedCommandException($"{command.UpperName} command requires a key");
        if (amounts.Length > 1) throw new RefusedCommandException($"{command.UpperName} command accepts only one amount");
        if (Amount(amounts) is not { } amount)
            throw new RefusedCommandException($"{command.UpperName} command amount must be a valid number");
        var write = await WriteAsync(key, kind, old => Counted(key, old, kind == ChangeKind.Incr ? amount : -(Int128)amount));
        return Reply.Value(write.Value!);
    }

    private async ValueTask<Reply> JoinAsync(Command command, ChangeKind kind, Func<string, string, string> join)
    {
        var (key, more) = command.KeyAndValue();
        var write = await WriteAsync(key, kind, old => Joined(key, join(old ?? "", more)));
        return Reply.Value(write.Value!);
    }

    private async Task<LocalWrite> WriteAsync(string key, ChangeKind kind, Func<string?, NewValue> next)
    {
        var write = store.Change(key, kind, next);
        if (write.Refusal is { } why) throw new RefusedCommandException(why);
        await write.Stored;
        return write;
    }

    private static long? Amount(string[] words) =>
        words is not [var word] ? 1
        : long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static NewValue Counted(string key, string? old, Int128 amount)
    {
        if (!long.TryParse(old ?? "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return NewValue.Refused($"Value for key '{key}' is not a valid number");
        var sum = number + amount;
        return sum < long.MinValue || sum > long.MaxValue
            ? NewValue.Refused($"Value for key '{key}' would overflow")
            : NewValue.Of(sum.ToString(CultureInfo.InvariantCulture));
    }

    private static NewValue Joined(string key, string whole) => Encoding.UTF8.GetByteCount(whole) > EventCodec.ValueBytesMax
        ? NewValue.Refused($"Value for key '{key}' would be longer than {EventCodec.ValueBytesMax} bytes")
        : NewValue.Of(whole);
}
