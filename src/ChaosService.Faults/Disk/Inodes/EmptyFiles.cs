namespace ChaosService.Faults.Disk.Inodes;

/// <summary>Files that take an inode each and no block, in folders of a size that every filesystem can hold.</summary>
internal static class EmptyFiles
{
    private const int FolderFiles = 5000;

    /// <summary>Stops when no more than this can be made. That the filesystem gives no more is not an error: others write, too.</summary>
    public static void Make(string folder, long leave, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var made = 0L;
        while ((long)Filesystem.Stat(folder).InodesFree - leave is > 0 and var missing)
        {
            for (; missing > 0; missing--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!TryMake(folder, made++)) return;
            }
        }
    }

    /// <summary>Each number takes one inode: a folder, then the files in it.</summary>
    private static bool TryMake(string folder, long number)
    {
        var inner = Path.Combine(folder, $"{number / (FolderFiles + 1)}");
        try
        {
            if (number % (FolderFiles + 1) == 0) Directory.CreateDirectory(inner);
            else File.OpenHandle(Path.Combine(inner, $"{number}"), FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
