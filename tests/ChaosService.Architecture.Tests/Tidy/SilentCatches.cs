using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>A catch that does nothing, or only logs, must say in a comment why that is right.</summary>
internal static partial class SilentCatches
{
    public static IEnumerable<string> In(SourceFile file) =>
        from catches in Catch().Matches(file.Code)
        let open = catches.Index + catches.Length
        let close = CodeBlocks.CloseOf(file.Code, open - 1)
        where OnlyLogs().IsMatch(file.Code[open..close]) && !file.Text[open..close].Contains("//", StringComparison.Ordinal)
        select file.At(catches.Index, "a catch that does nothing, or only logs, and does not say why");

    [GeneratedRegex(@"\bcatch\b\s*(\([^)]*\)\s*)?(\bwhen\s*\((?>[^()]+|\((?<d>)|\)(?<-d>))*\)\s*)?\{")]
    private static partial Regex Catch();

    [GeneratedRegex(@"\A(\s*_?(log|logger)\.\w+\([^;]*;|\s*Log\.\w+\([^;]*;)*\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex OnlyLogs();
}
