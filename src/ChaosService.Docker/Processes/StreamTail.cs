using System.Text;

namespace ChaosService.Docker.Processes;

/// <summary>The end of a text stream that may be long, or may never end.</summary>
public static class StreamTail
{
    /// <summary>How long the remaining output is read after its writer has ended.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private const int BlockCharacters = 4096;

    /// <param name="kept">The number of last characters that are returned.</param>
    /// <param name="ended">When it fires, the text read so far is enough.</param>
    public static async Task<string> ReadAsync(TextReader stream, int kept, CancellationToken ended, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        var (text, block) = (new StringBuilder(), new char[BlockCharacters]);
        try
        {
            while (await stream.ReadAsync(block, either.Token) is > 0 and var read)
            {
                text.Append(block, 0, read);
                if (text.Length > kept) text.Remove(0, text.Length - kept);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A process that the writer left behind still holds the stream.
        }
        return text.ToString();
    }
}
