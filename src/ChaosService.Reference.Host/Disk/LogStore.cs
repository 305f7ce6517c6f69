using System.Globalization;
using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Disk;

/// <summary>
/// The logs of all of a node's groups in one write-ahead log, so that one fsync serves them all. When it has grown to several times the
/// size of what is still needed, that is written to a new file, which replaces the old one.
/// </summary>
internal sealed class LogStore : IDisposable
{
    private const long RewriteBytesMin = 64 << 20;

    private readonly Dictionary<GroupId, (long Term, uint? Vote)> _terms;
    private readonly string _folder;
    private readonly bool _isForced;
    private WalFile _file;
    private long _neededBytes;
    private bool _mustForce;

    private LogStore(string folder, bool isForced, WalFile file, Dictionary<GroupId, PersistentState> found)
    {
        (_folder, _isForced, _file, Found) = (folder, isForced, file, found);
        _terms = found.ToDictionary(g => g.Key, g => (g.Value.Term, g.Value.Vote));
    }

    /// <summary>The state that was on the disk when the node started.</summary>
    public IReadOnlyDictionary<GroupId, PersistentState> Found { get; }

    public long Length => _file.Length;

    /// <summary>The current file.</summary>
    public string FilePath => PathOf(_folder, _file.Segment);

    public bool IsMostlyOutdated => _file.Length > Math.Max(RewriteBytesMin, 3 * _neededBytes);

    /// <param name="isForced">False lets the operating system decide when data reaches the disk.</param>
    public static LogStore Open(string folder, bool isForced)
    {
        Directory.CreateDirectory(folder);
        foreach (var unfinished in Directory.EnumerateFiles(folder, "*.wal.new")) File.Delete(unfinished);
        ulong[] segments = [.. Directory.EnumerateFiles(folder, "*.wal").Select(SegmentOf).Order()];
        var groups = new Dictionary<GroupId, PersistentState>();
        if (segments.Length == 0)
        {
            var first = WalFile.Create(PathOf(folder, 1), 1);
            Folders.Force(folder);
            return new(folder, isForced, first, groups);
        }
        // The newest has everything; an older one is left when a crash prevented its deletion.
        foreach (var old in segments[..^1]) File.Delete(PathOf(folder, old));
        var (file, records) = WalFile.Open(PathOf(folder, segments[^1]), segments[^1]);
        foreach (var record in records) Records.Replay(record, groups);
        return new(folder, isForced, file, groups);
    }

    public void Begin(GroupId group, PersistentState state)
    {
        foreach (var record in Records.Of(group, state)) _file.Append(record);
        _terms[group] = (state.Term, state.Vote);
        _mustForce = true;
    }

    /// <summary>The group's records are no longer needed.</summary>
    public void End(GroupId group)
    {
        _file.Append(Records.OfEnd(group));
        _terms.Remove(group);
        _mustForce = true;
    }

    public void Add(GroupId group, Persist effect)
    {
        _file.Append(Records.Of(group, effect));
        if (effect is PersistTerm term) _terms[group] = (term.Term, term.Vote);
        _mustForce |= effect.IsForced;
    }

    /// <summary>Added records are on the disk when this returns.</summary>
    /// <exception cref="IOException">They are not; the call may be repeated.</exception>
    public void Commit()
    {
        _file.Write();
        if (_mustForce && _isForced) _file.Force();
        _mustForce = false;
    }

    /// <summary>Drops what is no longer needed. Everything that was added must be committed.</summary>
    public void Rewrite(IEnumerable<(GroupId Id, RaftNode Node)> groups)
    {
        var segment = _file.Segment + 1;
        var (path, unfinished) = (PathOf(_folder, segment), $"{PathOf(_folder, segment)}.new");
        var next = WalFile.Create(unfinished, segment);
        foreach (var (id, node) in groups)
        {
            var (term, vote) = _terms.GetValueOrDefault(id);
            var entries = node.Log.Slice(node.Log.Snapshot.Index + 1, int.MaxValue);
            foreach (var record in Records.Of(id, new PersistentState(term, vote, node.Log.Snapshot, entries))) next.Append(record);
            next.Write();
        }
        next.Force();
        File.Move(unfinished, path);
        Folders.Force(_folder);
        _file.Dispose();
        File.Delete(PathOf(_folder, _file.Segment));
        (_file, _neededBytes) = (next, next.Length);
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(string folder, ulong segment) => Path.Combine(folder, $"{segment:D12}.wal");

    private static ulong SegmentOf(string path) =>
        ulong.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var segment)
            ? segment
            : throw new InvalidDataException($"{path} is no file of the write-ahead log: move it out of the folder.");
}
