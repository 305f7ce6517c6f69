using System.Globalization;
using ChaosService.Faults.Resource.Cgroups;

namespace ChaosService.Faults.Resource.CpuLimit;

/// <summary>The quota of CPU time in each period. Amounts are in millionths of a core.</summary>
internal sealed class CpuKnob : Knob
{
    /// <summary>The kernel takes no smaller quota.</summary>
    private const long LeastMicroseconds = 1000;

    public static readonly CpuKnob Instance = new();

    public override string Controller => "cpu";

    public override string FileName(bool version2) => version2 ? "cpu.max" : "cpu.cfs_quota_us";

    public override string Text(long amount, string found, string directory, bool version2)
    {
        var period = Period(found, directory, version2);
        var quota = Math.Max(LeastMicroseconds, amount * period / 1_000_000);
        return version2 ? $"{quota} {period}" : $"{quota}";
    }

    public override long? Amount(string text, string directory, bool version2)
    {
        var quota = text.Split(' ')[0];
        return quota is "max" or "-1"
            ? null
            : long.Parse(quota, CultureInfo.InvariantCulture) * 1_000_000 / Period(text, directory, version2);
    }

    public override string Words(long amount) => string.Create(CultureInfo.InvariantCulture, $"{amount / 10_000.0:0.#} % of a core");

    /// <summary>In microseconds.</summary>
    private static long Period(string text, string directory, bool version2) => long.Parse(
        version2 ? text.Split(' ')[1] : Read(Path.Combine(directory, "cpu.cfs_period_us")), CultureInfo.InvariantCulture);
}
