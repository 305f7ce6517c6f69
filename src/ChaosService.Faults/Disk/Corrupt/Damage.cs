using System.Security.Cryptography;
using ChaosService.Model.Randomness;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.Faults.Disk.Corrupt;

/// <summary>The damage to one file, and the original data: computed and saved first, then applied.</summary>
/// <param name="File">Below the filesystem's top.</param>
/// <param name="Sum">Of all that was in it, SHA-256.</param>
/// <param name="Length">Before, in bytes.</param>
/// <param name="CutTo">The length after; null: it stays as long as it is.</param>
internal sealed record Damage(string File, string Sum, long Length, IReadOnlyList<Damage.Flip> Flips, long? CutTo)
{
    public sealed record Flip(long Offset, byte Found, byte Written);

    public static Damage Plan(string top, string file, FileCorruptParameters parameters, SeededRandom random)
    {
        var path = Path.Combine(top, file);
        using var handle = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(handle);
        if (parameters.CutBytes is { } cut) return new(file, SumOf(path), length, [], Math.Max(0, length - cut));
        var flips = new Dictionary<long, Flip>();
        for (var n = Math.Min(parameters.Bits!.Value, length); flips.Count < n;)
        {
            var offset = (long)(random.NextDouble() * length);
            var found = Read(handle, offset);
            flips.TryAdd(offset, new(offset, found, (byte)(found ^ (1 << random.Next(8)))));
        }
        return new(file, SumOf(path), length, [.. flips.Values], null);
    }

    public void Do(string top)
    {
        using var handle = System.IO.File.OpenHandle(Path.Combine(top, File), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        foreach (var flip in Flips) RandomAccess.Write(handle, [flip.Written], flip.Offset);
        if (CutTo is { } length) RandomAccess.SetLength(handle, length);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>What the node has written since is its own, and stays.</summary>
    /// <param name="tail">What was cut off.</param>
    public void PutBack(string top, byte[] tail)
    {
        var path = Path.Combine(top, File);
        if (!System.IO.File.Exists(path)) return;
        using var handle = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        foreach (var flip in Flips.Where(f => f.Offset < RandomAccess.GetLength(handle) && Read(handle, f.Offset) == f.Written))
            RandomAccess.Write(handle, [flip.Found], flip.Offset);
        if (CutTo is { } length && RandomAccess.GetLength(handle) == length) RandomAccess.Write(handle, tail, length);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>How much of the damage is there now, in words, and whether all of it is.</summary>
    public (bool All, string Words) Look(string top)
    {
        var path = Path.Combine(top, File);
        if (!System.IO.File.Exists(path)) return (false, $"{File} is gone");
        using var handle = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var now = RandomAccess.GetLength(handle);
        if (CutTo is { } length) return (now == length, $"{File} has {now:N0} bytes of {Length:N0}");
        var turned = Flips.Count(f => f.Offset < now && Read(handle, f.Offset) == f.Written);
        return (turned == Flips.Count, $"{File} has {turned:N0} of {Flips.Count:N0} bits turned over");
    }

    public static string SumOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static byte Read(SafeFileHandle handle, long offset)
    {
        Span<byte> one = stackalloc byte[1];
        return RandomAccess.Read(handle, one, offset) == 1 ? one[0] : (byte)0;
    }
}
