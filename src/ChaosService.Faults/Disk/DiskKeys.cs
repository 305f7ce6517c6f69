using ChaosService.Model.Configuration;

namespace ChaosService.Faults.Disk;

/// <summary>The key that all disk kinds have.</summary>
internal static class DiskKeys
{
    /// <summary>False when it is there and wrong; the reader has the problem.</summary>
    public static bool TryPath(this MapReader reader, out string? path)
    {
        path = reader.Text("path");
        if (path is null) return !reader.Has("path");
        if (path.StartsWith('/')) return true;
        reader.Problems.Add(reader.PlaceOf("path"), "'path' is not absolute", path, "write the path as the node sees it, from /");
        return false;
    }

    /// <summary>The filesystem's name in a dry run.</summary>
    public static string Place(string? path) => path ?? "<first mount that is a filesystem of its own>";
}
