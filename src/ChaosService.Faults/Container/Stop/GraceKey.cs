using ChaosService.Model.Configuration;

namespace ChaosService.Faults.Container.Stop;

/// <summary>The key <c>grace</c>, as <c>docker stop --time</c> has it, with a unit.</summary>
internal static class GraceKey
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(10);

    /// <summary>The injection of a fault takes 20 s at most, and SIGKILL comes after the grace.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    /// <summary>Null when it is wrong; the reader has the problem.</summary>
    public static TimeSpan? Grace(this MapReader reader)
    {
        var grace = reader.Duration("grace");
        if (grace is null) return reader.Has("grace") ? null : Default;
        if (grace <= Most) return grace;
        reader.Problems.Add(
            reader.PlaceOf("grace"), "'grace' is too long", reader.Text("grace"),
            $"write at most {Quantity.Format(Most)}: SIGKILL comes after it, and a fault must be in force within 20s");
        return null;
    }
}
