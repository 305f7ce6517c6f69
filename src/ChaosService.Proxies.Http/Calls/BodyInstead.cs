namespace ChaosService.Proxies.Http.Calls;

/// <summary>
/// A body in place of the server's, which is disposed together with this one. If it was disposed earlier, the server's answer would cancel
/// its request: a forwarder that is still sending that would treat the call as aborted.
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
