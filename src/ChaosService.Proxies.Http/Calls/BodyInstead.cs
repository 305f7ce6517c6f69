namespace ChaosService.Proxies.Http.Calls;

/// <summary>
/// A body in place of the server's, which is let go when this one has gone. Let go before, an answer takes its question with it: who
/// forwards it, and is in the middle of one, would take the call for given up.
/// </summary>
internal sealed class BodyInstead(byte[] body, IDisposable instead) : ReadingStream
{
    private ReadOnlyMemory<byte> _left = body;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(_left.Length, buffer.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return new(count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) instead.Dispose();
        base.Dispose(disposing);
    }
}
