using System.Globalization;
using ChaosService.Faults.Resource.Cgroups;

namespace ChaosService.Faults.Resource.PidsLimit;

/// <summary>The processes and threads that a control group may have.</summary>
internal sealed class PidsKnob : Knob
{
    public static readonly PidsKnob Instance = new();

    public override string Controller => "pids";

    public override string FileName(bool version2) => "pids.max";

    public override string Text(long amount, string found, string directory, bool version2) => $"{amount}";

    public override long? Amount(string text, string directory, bool version2) =>
        text == "max" ? null : long.Parse(text, CultureInfo.InvariantCulture);

    public override string Words(long amount) => $"{amount:N0} processes and threads";
}
