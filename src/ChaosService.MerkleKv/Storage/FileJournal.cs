using System.Buffers;
using ChaosService.MerkleKv.Bugs;

namespace ChaosService.MerkleKv.Storage;

/// <summary>
/// The persistent engine's log. One thread writes: what came in during one fsync goes to the disk with the next, so many clients share
/// its price. When most of the file is outdated, it is written anew.
/// </summary>
internal sealed class FileJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly string _path;
    private readonly long _compactBytes;
    private readonly SeededBugs _bugs;
    private FileStream _file;
    private Task _writing = Task.CompletedTask;
    private Batch _batch = new();
    private long _compactAt;
    private bool _isClosing;

    public FileJournal(string path, long compactBytes, SeededBugs bugs)
    {
        (_path, _compactBytes, _bugs) = (path, compactBytes, bugs);
        _file = OpenEnd();
        _compactAt = Math.Max(compactBytes, 2 * _file.Length);
    }

    /// <param name="entriesWith">Gives all entries, and runs an action at a moment at which nobody appends.</param>
    public void Start(Func<Action, IReadOnlyList<KeyValuePair<string, Entry>>> entriesWith) =>
        _writing = Task.Factory.StartNew(
            () => Write(entriesWith), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public Task Append(string key, Entry entry)
    {
        lock (_lock)
        {
            if (_batch.Done.Task.IsFaulted) return _batch.Done.Task;
            LogRecords.Write(_batch.Bytes, key, entry);
            if (_batch.Count++ == 0) _work.Release();
            return _batch.Done.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock) _isClosing = true;
        _work.Release();
        await _writing;
        await _file.DisposeAsync();
        _work.Dispose();
    }

    private void Write(Func<Action, IReadOnlyList<KeyValuePair<string, Entry>>> entriesWith)
    {
        var batch = new Batch();
        try
        {
            while (true)
            {
                _work.Wait();
                batch = Take();
                if (batch.Count > 0) Write(batch);
                if (_file.Length >= _compactAt) Compact(entriesWith);
                lock (_lock)
                    if (_isClosing && _batch.Count == 0) return;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What is on the disk is unknown from here on, so this write and all later ones fail; a restart finds out.
            batch.Done.TrySetException(failure);
            lock (_lock) _batch.Done.TrySetException(failure);
        }
    }

    private Batch Take()
    {
        lock (_lock)
        {
            var batch = _batch;
            if (!batch.Done.Task.IsCompleted) _batch = new();
            return batch;
        }
    }

    private void Write(Batch batch)
    {
        // Bug no-persist: the bytes are forgotten, the client gets its OK.
        if (!_bugs.HasFlag(SeededBugs.NoPersist))
        {
            _file.Write(batch.Bytes.WrittenSpan);
            _file.Flush(flushToDisk: true);
        }
        batch.Done.SetResult();
    }

    private void Compact(Func<Action, IReadOnlyList<KeyValuePair<string, Entry>>> entriesWith)
    {
        var batch = new Batch();
        try
        {
            var entries = entriesWith(() => batch = Take());
            LogFile.Replace(_path, entries);
            _file.Dispose();
            _file = OpenEnd();
            _compactAt = Math.Max(_compactBytes, 2 * _file.Length);
            // What was appended in the meantime is among the entries.
            batch.Done.TrySetResult();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            batch.Done.TrySetException(failure);
            throw;
        }
    }

    private FileStream OpenEnd()
    {
        var isNew = !File.Exists(_path);
        var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (isNew) Folders.Force(Path.GetDirectoryName(_path)!);
        return file;
    }

    /// <summary>Writes that reach the disk together.</summary>
    private sealed class Batch
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new();

        public int Count { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
