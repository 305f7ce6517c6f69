namespace ChaosService.Reference.Host.Disk;

/// <summary>
/// Whether there is room for writes. A ballast file keeps room for what a node cannot do without, such as its vote: when even that finds
/// the disk full, the ballast goes.
/// </summary>
/// <param name="free">Bytes that are left.</param>
/// <param name="reserve">Writes are refused while less is free, in bytes.</param>
internal sealed class DiskSpace(string folder, Func<long> free, long reserve, DiskBugs bugs = DiskBugs.None)
{
    public const int BallastBytes = 2 << 20;

    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    private readonly string _ballast = Path.Combine(folder, "ballast");
    private volatile bool _isFull;

    public bool IsFull => _isFull;

    /// <summary>Whether a write that cannot be stored is said to be.</summary>
    public bool LosesWrites => _isFull && bugs.HasFlag(DiskBugs.AckWhenDiskFull);

    public static DiskSpace Of(string folder, long reserve, DiskBugs bugs) =>
        new(folder, () => new DriveInfo(folder).AvailableFreeSpace, reserve, bugs);

    public static bool IsFullError(IOException error) => error.HResult is NoSpace or QuotaExceeded;

    public bool HasRoomFor(long bytes) => free() - reserve > bytes;

    /// <summary>Looks again, and lays the ballast down where there is room for it.</summary>
    public void Look()
    {
        var left = free();
        _isFull = left < reserve || (_isFull && bugs.HasFlag(DiskBugs.FullDiskNeverRecovers));
        if (left < reserve + (2 * BallastBytes) || File.Exists(_ballast)) return;
        try
        {
            File.WriteAllBytes(_ballast, new byte[BallastBytes]);
        }
        catch (IOException error) when (IsFullError(error))
        {
            // Somebody was faster: what there is of it stays, and is less than was hoped for.
            _isFull = true;
        }
    }

    /// <summary>A write found no room.</summary>
    public void ReleaseBallast()
    {
        _isFull = true;
        File.Delete(_ballast);
    }
}
