namespace ChaosService.Reference.Host.Disk;

/// <summary>
/// Whether there is room for writes. A ballast file reserves room for essential records, such as votes: when even these find
/// the disk full, it is deleted.
/// </summary>
/// <param name="free">Returns the free bytes.</param>
/// <param name="reserve">Writes are refused while fewer bytes are free.</param>
internal sealed class DiskSpace(string folder, Func<long> free, long reserve, DiskBugs bugs = DiskBugs.None)
{
    public const int BallastBytes = 2 << 20;

    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    private readonly string _ballast = Path.Combine(folder, "ballast");
    private volatile bool _isFull;

    public bool IsFull => _isFull;

    /// <summary>Whether a write that cannot be stored is reported as such.</summary>
    public bool LosesWrites => _isFull && bugs.HasFlag(DiskBugs.AckWhenDiskFull);

    public static DiskSpace Of(string folder, long reserve, DiskBugs bugs) =>
        new(folder, () => new DriveInfo(folder).AvailableFreeSpace, reserve, bugs);

    public static bool IsFullError(IOException error) => error.HResult is NoSpace or QuotaExceeded;

    public bool HasRoomFor(long bytes) => free() - reserve > bytes;

    /// <summary>Checks again, and writes the ballast if there is room for it.</summary>
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
            // Another process was faster: a partial ballast stays, and reserves less than intended.
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
