using System.Globalization;
using System.Text.RegularExpressions;

namespace ChaosService.Docker.Volumes;

/// <summary>Reads the kernel's list of mounts (proc(5), mountinfo), where special characters in paths are written in octal.</summary>
internal static partial class MountTable
{
    /// <summary>The mount points below a directory, the deepest first: the order for unmounting.</summary>
    public static IReadOnlyList<string> Below(string directory, IEnumerable<string> mountInfo)
    {
        var prefix = directory.TrimEnd('/') + '/';
        return [.. mountInfo.Select(Point).Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Reverse()];
    }

    private static string Point(string line)
    {
        var fields = line.Split(' ');
        return fields.Length < 5 ? "" : Octal()
            .Replace(fields[4], m => ((char)Convert.ToInt32(m.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
