namespace ChaosService.Service.Audit;

/// <summary>
/// Who changed what: <c>audit/audit.jsonl</c> in the state directory, a line each, only ever appended to. Full files become
/// <c>audit.1.jsonl</c> and so on, the oldest of which is deleted. Processes take turns. Survives kill -9.
/// </summary>
internal sealed class AuditLog(string stateDirectory, TimeProvider time, long fileBytesMax = 8 << 20) : IDisposable
{
    /// <summary>Besides the one that is written.</summary>
    public const int OldFilesMax = 8;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(10);
    private const int LockAttemptsMax = 200;

    private readonly string _directory = Path.Combine(stateDirectory, "audit");
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Gets every entry, even one that cannot be written; null: none. Must not block.</summary>
    public Action<AuditEntry>? Copy { get; init; }

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be written.</summary>
    public async Task AppendAsync(AuditEntry entry)
    {
        Copy?.Invoke(entry);
        var line = entry.ToLine();
        await _turn.WaitAsync();
        try
        {
            Directory.CreateDirectory(_directory);
            await using var turn = await LockAsync();
            if (new FileInfo(FilePath(0)) is { Exists: true } full && full.Length + line.Length > fileBytesMax) MakeRoom();
            await using var file = Open(FilePath(0), FileMode.Append, FileShare.ReadWrite);
            await file.WriteAsync(line);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Oldest first. A line that is cut off (a crash, a full disk) is left out.</summary>
    public IEnumerable<AuditEntry> Entries()
    {
        foreach (var path in Enumerable.Range(0, OldFilesMax + 1).Reverse().Select(FilePath).Where(File.Exists))
        {
            using var reader =
                new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (reader.ReadLine() is { } line)
                if (TryParse(line) is { } entry) yield return entry;
        }
    }

    public void Dispose() => _turn.Dispose();

    private string FilePath(int age) => Path.Combine(_directory, age == 0 ? "audit.jsonl" : $"audit.{age}.jsonl");

    private void MakeRoom()
    {
        for (var age = OldFilesMax - 1; age >= 0; age--)
            if (File.Exists(FilePath(age))) File.Move(FilePath(age), FilePath(age + 1), overwrite: true);
    }

    private async Task<FileStream> LockAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A file of its own: a lock on the log would keep readers out, too.
                return Open(Path.Combine(_directory, "lock"), FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (attempt < LockAttemptsMax)
            {
                await Task.Delay(LockWait, time);
            }
        }
    }

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static AuditEntry? TryParse(string line)
    {
        try
        {
            return AuditEntry.Parse(line);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
