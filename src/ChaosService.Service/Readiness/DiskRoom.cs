using ChaosService.Model.Configuration;
using ChaosService.Service.Conditions;
using ChaosService.Service.Options;

namespace ChaosService.Service.Readiness;

/// <summary>
/// Whether there is room for what the service must write. Without it a run would end without a verdict, so this is checked before a run
/// begins.
/// </summary>
internal sealed class DiskRoom(ServiceOptions options) : ICondition
{
    public static readonly ByteSize Min = new(32L << 20);

    /// <summary>Null when there is room.</summary>
    public string? Trouble =>
        string.Join("; ", new[] { Path.GetFullPath(options.State), options.RunsDirectory }.Select(Shortage)
            .OfType<string>()) is { Length: > 0 } text ? text : null;

    private static string? Shortage(string directory)
    {
        try
        {
            // The directory of runs is made with the first one.
            var there = directory;
            while (!Directory.Exists(there)) there = Path.GetDirectoryName(there)!;
            var free = new DriveInfo(there).AvailableFreeSpace;
            return free < Min.Bytes ? $"the disk of '{directory}' is full: less than {Min} free" : null;
        }
        catch (IOException e)
        {
            return $"the disk of '{directory}' cannot be looked at: {e.Message}";
        }
    }
}
