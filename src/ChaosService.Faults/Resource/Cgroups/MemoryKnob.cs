using System.Globalization;
using ChaosService.Model.Configuration;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>The memory that a control group may hold, in bytes.</summary>
internal sealed class MemoryKnob : Knob
{
    /// <summary>Version 1 writes "no limit" as the largest number of pages.</summary>
    private const long NoLimit = 0x7FFF_0000_0000_0000;

    public static readonly MemoryKnob Instance = new();

    public override string Controller => "memory";

    public override string FileName(bool version2) => version2 ? "memory.max" : "memory.limit_in_bytes";

    public override string Text(long amount, string found, string directory, bool version2) => $"{amount}";

    public override long? Amount(string text, string directory, bool version2) =>
        text == "max" ? null : long.Parse(text, CultureInfo.InvariantCulture) is var bytes && bytes >= NoLimit ? null : bytes;

    public override string Words(long amount) => Quantity.FormatBytes(amount);
}
