using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Syncing;

/// <summary>A connection to another node.</summary>
internal sealed class PeerClient : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client = new() { NoDelay = true };
    private StreamReader _reader = StreamReader.Null;
    private StreamWriter _writer = StreamWriter.Null;

    public static async Task<PeerClient> ConnectAsync(string host, int port, CancellationToken stop)
    {
        var peer = new PeerClient();
        try
        {
            await peer._client.ConnectAsync(host, port, stop).AsTask().WaitAsync(AnswerLimit, stop);
        }
        catch
        {
            peer.Dispose();
            throw;
        }
        var stream = peer._client.GetStream();
        peer._reader = new(stream, Encoding.UTF8);
        peer._writer = new(stream, new UTF8Encoding(false));
        return peer;
    }

    public async Task<string> HashAsync(CancellationToken stop)
    {
        await SendAsync(["HASH"], stop);
        var answer = await LineAsync(stop);
        return answer.StartsWith("HASH ", StringComparison.Ordinal) ? answer[5..] : throw new SyncFailedException($"it answers {answer}");
    }

    /// <summary>Each key with its leaf's hash.</summary>
    public async Task<Dictionary<string, string>> LeavesAsync(CancellationToken stop)
    {
        await SendAsync(["PEER LEAVES"], stop);
        var header = await LineAsync(stop);
        if (header.Split(' ') is not ["LEAVES", var count]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            throw new SyncFailedException($"it answers {header}");
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        for (; n > 0; n--)
            if ((await LineAsync(stop)).Split(' ', 2) is [var hash, var key]) leaves[key] = hash;
        return leaves;
    }

    /// <summary>In the order of the keys, which are few: all questions are sent before the first answer is read.</summary>
    public async Task<List<Entry?>> EntriesAsync(IReadOnlyCollection<string> keys, CancellationToken stop)
    {
        var sending = SendAsync(keys.Select(k => $"PEER ENTRY {k}"), stop);
        var entries = new List<Entry?>();
        foreach (var _ in keys) entries.Add(PeerLines.Read(await LineAsync(stop)));
        await sending;
        return entries;
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(IEnumerable<string> lines, CancellationToken stop)
    {
        foreach (var line in lines) await _writer.WriteAsync($"{line}\n".AsMemory(), stop);
        await _writer.FlushAsync(stop);
    }

    private async Task<string> LineAsync(CancellationToken stop) =>
        await _reader.ReadLineAsync(stop).AsTask().WaitAsync(AnswerLimit, stop)
            ?? throw new SyncFailedException("it closed the connection");
}
