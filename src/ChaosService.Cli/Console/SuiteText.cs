using System.Globalization;
using System.Text;
using ChaosService.Contracts;

namespace ChaosService.Cli.Console;

/// <summary>The run of a suite for people: the verdict first, then one line for each member.</summary>
internal static class SuiteText
{
    private const int ReasonMax = 110;

    public static string Write(SuiteRunReply run)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine($"suite {run.Suite}: {run.Verdict ?? run.State}{(run.Reason is null ? "" : $" ({run.Reason})")}");
        var width = run.Members.Max(m => m.Name.Length);
        foreach (var member in run.Members)
            text.AppendLine($"  {member.Name.PadRight(width)}  {Word(member),-11}  {Took(member),8}  {Why(member)}".TrimEnd());
        return text.ToString();
    }

    /// <summary>The verdict of a member that has one; otherwise its state.</summary>
    private static string Word(SuiteMemberReply member) => member.State == "finished" ? member.Verdict ?? member.Counts : member.State;

    private static string Took(SuiteMemberReply member) =>
        (member.EndedAt - member.StartedAt) is { } took ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s") : "–";

    private static string Why(SuiteMemberReply member)
    {
        var why = (member.AsExpected ? "as expected: " : "") + member.Reason;
        return why.Length > ReasonMax ? why[..ReasonMax] + "…" : why;
    }
}
