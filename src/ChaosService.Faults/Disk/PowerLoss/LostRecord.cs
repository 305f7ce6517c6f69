namespace ChaosService.Faults.Disk.PowerLoss;

/// <summary>
/// A record written without fsync just before the cut: that it is gone after is the proof that the cut lost something. There is no fsynced
/// one next to it, because that fsync would save what the node itself had not saved.
/// </summary>
internal sealed class LostRecord
{
    private static readonly byte[] Content = [.. Enumerable.Repeat((byte)'u', 4096)];

    private readonly string _path;
    private readonly bool _isWhole;

    private LostRecord(string path, bool isWhole) => (_path, _isWhole) = (path, isWhole);

    /// <summary>The filesystem was looked at after, and does not have it.</summary>
    public bool IsLost { get; private set; }

    public static LostRecord Write(string path)
    {
        try
        {
            File.WriteAllBytes(path, Content);
            return new(path, true);
        }
        catch (IOException)
        {
            // A full disk takes none. The cut goes on, without a proof.
            return new(path, false);
        }
    }

    /// <summary>Its name alone may be there, if the kernel wrote its journal in between.</summary>
    public void Look() => IsLost = _isWhole && !(File.Exists(_path) && File.ReadAllBytes(_path).AsSpan().SequenceEqual(Content));
}
