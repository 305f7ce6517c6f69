namespace ChaosService.Service.Retention;

/// <summary>The directories of runs below one root: their sizes, and their deletion. Nothing else is ever touched.</summary>
internal sealed class RunDirectories(string root)
{
    /// <summary>Without following links, however deep.</summary>
    private static readonly EnumerationOptions All =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Why the directory must not be deleted; null when it may, or is not there at all.</summary>
    public string? Refuses(string runId, string directory)
    {
        var info = new DirectoryInfo(directory);
        // A link to nowhere does not exist, and is no run directory either.
        if (info.LinkTarget is not null) return $"'{directory}' is a link";
        if (!info.Exists) return File.Exists(directory) ? $"'{directory}' is a file" : null;
        return Path.GetFullPath(directory) == Path.Combine(_root, runId)
            && Path.GetFileName(directory) == runId ? null : $"'{directory}' is not this run's directory below '{_root}'";
    }

    /// <summary>Zero when it is not there.</summary>
    public static long BytesOf(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFiles("*", All).Sum(f => f.Length);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>
    /// Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; what is left then goes the next time.
    /// </summary>
    public void Delete(string runId, string directory)
    {
        if (Refuses(runId, directory) is { } refusal) throw new IOException(refusal);
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }
}
