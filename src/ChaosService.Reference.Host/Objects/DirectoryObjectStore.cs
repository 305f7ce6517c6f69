using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Objects;

/// <summary>Objects as files in a folder; parts of a key are subfolders.</summary>
/// <param name="isForced">False lets the operating system decide when data reaches the disk.</param>
internal sealed class DirectoryObjectStore(string folder, bool isForced) : IObjectStore
{
    /// <summary>Suffix of incomplete files.</summary>
    private const string Unfinished = ".new";

    private static int _writes;

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(key);
        // Two writers may store the same content at once.
        var unfinished = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _writes)}{Unfinished}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = File.Create(unfinished))
            {
                await file.WriteAsync(content, cancellation);
                file.Flush(flushToDisk: isForced);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
        finally
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
        if (!isForced) return;
        for (var changed = Path.GetDirectoryName(path)!; changed.Length >= folder.Length; changed = Path.GetDirectoryName(changed)!)
            Folders.Force(changed);
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(key), cancellation);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task<bool> HasAsync(string key, CancellationToken cancellation) => Task.FromResult(File.Exists(PathOf(key)));

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder)) return Task.FromResult<IReadOnlyList<string>>([]);
        var keys = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && !k.EndsWith(Unfinished, StringComparison.Ordinal));
        return Task.FromResult<IReadOnlyList<string>>([.. keys.Order(StringComparer.Ordinal)]);
    }

    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // Files need no disposal.
    }

    private string PathOf(string key) => Path.Combine(folder, key);
}
