using System.Collections.Concurrent;
using System.Data.Common;
using ChaosService.Engine.Tokens;

namespace ChaosService.Web.Access.Tokens;

/// <summary>
/// Tokens in memory, so that requests do not read the store, and an unresponsive store does not block the halt button. Changes by other
/// processes are known within a second. Thread-safe.
/// </summary>
internal sealed class TokenCache
{
    /// <summary>The maximum age of the cached tokens while the store answers: a revoked token is accepted for this long at most.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The maximum age while the store does not answer. After that nobody is admitted, because revocations meanwhile are unknown.
    /// </summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(5);

    /// <summary>How long a request waits for the store before it uses the cached tokens.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A write on every request would cost a disk sync each time.</summary>
    private static readonly TimeSpan LastUseResolution = TimeSpan.FromMinutes(1);

    private readonly TokenStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastUses = new(StringComparer.Ordinal);
    private Known? _known;
    private Reading? _reading;

    /// <summary>Counts reads and changes: the result of a read that began before a change is stale.</summary>
    private int _round;

    public TokenCache(TokenStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        store.Changed += Forget;
    }

    /// <summary>
    /// Whether a presented text is a valid token now. Throws <see cref="DbException"/> when the store has not answered for too long.
    /// </summary>
    public async ValueTask<TokenCheck> CheckAsync(string presented, CancellationToken stop)
    {
        if (TokenText.Parse(presented) is null) return new TokenCheck(TokenState.Malformed, null);
        var now = _time.GetUtcNow();
        var (tokens, fresh) = await CurrentAsync(FreshFor, stop);
        var check = tokens.Check(presented, now);
        // It may have been created a moment ago. The store is asked before a token is called unknown.
        if (check.State == TokenState.Unknown && !fresh) check = (await CurrentAsync(TimeSpan.Zero, stop)).Tokens.Check(presented, now);
        if (check is { State: TokenState.Valid, Token: { } token }) NoteUse(token, now);
        return check;
    }

    /// <summary>Whether a token was ever created here, see <see cref="TokenSet.Any"/>.</summary>
    public async ValueTask<bool> AnyAsync(CancellationToken stop) => (await CurrentAsync(FreshFor, stop)).Tokens.Any;

    /// <returns>The tokens, and whether the store was read for this request.</returns>
    private async ValueTask<(TokenSet Tokens, bool Fresh)> CurrentAsync(TimeSpan fresh, CancellationToken stop)
    {
        Reading reading;
        lock (_gate)
        {
            if (_known is { } known && Age(known) < fresh) return (known.Tokens, false);
            reading = _reading ??= Begin();
        }
        var left = Patience - _time.GetElapsedTime(reading.Since);
        try
        {
            return (await reading.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, stop), true);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            lock (_gate) if (_known is { } known && Age(known) < KnownFor) return (known.Tokens, true);
            throw e as DbException ?? new StoreSilentException();
        }
    }

    /// <summary>One read for all waiting callers.</summary>
    private Reading Begin()
    {
        var (since, round) = (_time.GetTimestamp(), ++_round);
        return new Reading(since, Task.Run(() => Read(since, round)));
    }

    private TokenSet Read(long since, int round)
    {
        TokenSet? tokens = null;
        try
        {
            return tokens = _store.Read();
        }
        finally
        {
            lock (_gate)
                if (round == _round) (_known, _reading) = (tokens is null ? _known : new Known(tokens, since), null);
        }
    }

    private void Forget()
    {
        lock (_gate) (_known, _reading, _round) = (null, null, _round + 1);
    }

    private TimeSpan Age(Known known) => _time.GetElapsedTime(known.Since);

    private void NoteUse(Token token, DateTimeOffset now)
    {
        var last = _lastUses.GetOrAdd(token.Id, token.LastUsedAt ?? DateTimeOffset.MinValue);
        if (now - last < LastUseResolution || !_lastUses.TryUpdate(token.Id, now, last)) return;
        // Nobody waits for it: a full disk must not lock out the people who want to halt what fills it.
        _ = _store.NoteUseAsync(token.Id, now).ContinueWith(note => note.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    /// <param name="Since">When the store was read.</param>
    private sealed record Known(TokenSet Tokens, long Since);

    private sealed record Reading(long Since, Task<TokenSet> Task);
}

/// <summary>Handled like a database that cannot be reached.</summary>
internal sealed class StoreSilentException() : DbException("it does not answer");
