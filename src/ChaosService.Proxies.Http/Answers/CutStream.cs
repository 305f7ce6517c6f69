using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Proxies.Http.Answers;

/// <summary>Ends after this many bytes, if there are more.</summary>
/// <param name="cut">Called if there are more.</param>
internal sealed class CutStream(Stream whole, long bytes, Action cut) : ReadingStream
{
    private readonly byte[] _more = new byte[1];
    private long _left = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left > 0)
        {
            var count = await whole.ReadAsync(buffer[..(int)Math.Min(_left, buffer.Length)], cancellationToken);
            _left -= count;
            return count;
        }
        if (!buffer.IsEmpty && await whole.ReadAsync(_more, cancellationToken) > 0) cut();
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) whole.Dispose();
        base.Dispose(disposing);
    }
}
