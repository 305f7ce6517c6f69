using System.Buffers;

namespace ChaosService.MerkleKv.Storage;

/// <summary>The persistent engine's file.</summary>
internal static class LogFile
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Reads what is there and cuts off what a crash left of the last write.</summary>
    /// <returns>The entries, and how many bytes were cut off.</returns>
    /// <exception cref="InvalidDataException">There are good records behind a damaged one: acknowledged writes are lost.</exception>
    public static (Dictionary<string, Entry> Entries, int Torn) Load(string path)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        if (!File.Exists(path)) return (entries, 0);
        var log = File.ReadAllBytes(path);
        var at = 0;
        while (LogRecords.Read(log.AsSpan(at), out var key, out var entry) is > 0 and var length)
        {
            entries[key] = entry;
            at += length;
        }
        if (LogRecords.IsFollowed(log.AsSpan(at)))
            throw new InvalidDataException($"{path} is damaged at byte {at}, and there are good records behind: restore it from a copy.");
        if (at < log.Length) Cut(path, at);
        return (entries, log.Length - at);
    }

    /// <summary>Writes a new file beside the old one and takes its place in one step.</summary>
    public static void Replace(string path, IEnumerable<KeyValuePair<string, Entry>> entries)
    {
        var beside = path + ".new";
        using (var file = File.Create(beside))
        {
            var chunk = new ArrayBufferWriter<byte>();
            foreach (var (key, entry) in entries)
            {
                LogRecords.Write(chunk, key, entry);
                if (chunk.WrittenCount < ChunkBytes) continue;
                file.Write(chunk.WrittenSpan);
                chunk.ResetWrittenCount();
            }
            file.Write(chunk.WrittenSpan);
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
        Folders.Force(Path.GetDirectoryName(path)!);
    }

    private static void Cut(string path, int length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }
}
