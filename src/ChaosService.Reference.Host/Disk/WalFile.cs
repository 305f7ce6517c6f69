using ChaosService.Reference.Core.Wal;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.Reference.Host.Disk;

/// <summary>
/// One file of the write-ahead log. Records are buffered in memory and written together; a failed write can be repeated, and
/// starts at the same offset.
/// </summary>
internal sealed class WalFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly MemoryStream _waiting = new();
    private long _written;

    private WalFile(SafeFileHandle file, ulong segment, long length) => (_file, Segment, _written) = (file, segment, length);

    public ulong Segment { get; }

    /// <summary>In bytes, including records that are not written yet.</summary>
    public long Length => _written + _waiting.Length;

    public static WalFile Create(string path, ulong segment) =>
        new(File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read), segment, 0);

    /// <summary>Truncates a record left incomplete by a crash.</summary>
    /// <exception cref="InvalidDataException">There are good records after damage: continuing would hide the loss of data.</exception>
    public static (WalFile File, IReadOnlyList<WalRecord> Records) Open(string path, ulong segment)
    {
        var found = WalRecovery.Of(File.ReadAllBytes(path), segment);
        if (found.Tail == WalTail.Corrupt)
        {
            throw new InvalidDataException(
                $"{path} is damaged at byte {found.Length}, and there are good records after it: restore the file, or remove the node's "
                + "data and let it come back empty.");
        }
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        if (found.Tail == WalTail.Torn)
        {
            RandomAccess.SetLength(file, found.Length);
            RandomAccess.FlushToDisk(file);
        }
        return (new(file, segment, found.Length), found.Records);
    }

    public void Append(WalRecord record) => _waiting.Write(WalFormat.Encode(record, Segment, Length));

    /// <exception cref="IOException">None of the buffered records may be taken as written.</exception>
    public void Write()
    {
        if (_waiting.Length == 0) return;
        RandomAccess.Write(_file, _waiting.GetBuffer().AsSpan(0, (int)_waiting.Length), _written);
        _written += _waiting.Length;
        _waiting.SetLength(0);
    }

    public void Force() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
