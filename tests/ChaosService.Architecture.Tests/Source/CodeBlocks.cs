using System.Text.RegularExpressions;

namespace ChaosService.Architecture.Tests.Source;

/// <summary>A member of a type: from its first word (after attributes) to its last brace or semicolon.</summary>
/// <param name="IsFunction">False for types, fields and constants: tables of data may be long.</param>
internal readonly record struct Member(int Start, int End, bool IsFunction);

/// <summary>Finds types' members in blanked code by counting braces.</summary>
internal static partial class CodeBlocks
{
    /// <summary>The position of the brace that closes the one at <paramref name="open"/>, or the end of the text.</summary>
    public static int CloseOf(string code, int open)
    {
        var depth = 0;
        for (var at = open; at < code.Length; at++)
        {
            if (code[at] == '{') depth++;
            if (code[at] == '}' && --depth == 0) return at;
        }
        return code.Length;
    }

    public static bool DeclaresType(string code) => TypeDeclaration().IsMatch(code);

    public static IEnumerable<Member> Members(string code) => MembersIn(code, 0, code.Length);

    private static IEnumerable<Member> MembersIn(string code, int from, int to)
    {
        for (var at = SkipBlank(code, from, to); at < to; at = SkipBlank(code, at, to))
        {
            var (bodyOpen, end) = EndOfMember(code, at, to);
            var header = code[at..(bodyOpen < 0 ? end : bodyOpen)];
            if (bodyOpen >= 0 && TypeOrNamespace().IsMatch(WithoutParentheses(header)))
            {
                foreach (var member in MembersIn(code, bodyOpen + 1, end - 1)) yield return member;
            }
            else
            {
                yield return new Member(at, end, !Field().IsMatch(WithoutParentheses(header)));
            }
            at = end;
        }
    }

    /// <summary>The first brace outside parentheses, if any, and the position after the member.</summary>
    private static (int BodyOpen, int End) EndOfMember(string code, int start, int to)
    {
        var bodyOpen = -1;
        var depth = 0;
        for (var at = start; at < to; at++)
        {
            if (code[at] is '(' or '[') depth++;
            if (code[at] is ')' or ']') depth--;
            if (depth > 0) continue;
            if (code[at] == ';') return (bodyOpen, at + 1);
            if (code[at] != '{') continue;
            if (bodyOpen < 0) bodyOpen = at;
            at = CloseOf(code, at);
            if (!GoesOn().IsMatch(code.AsSpan(Math.Min(at + 1, to)..to)) && !Arrow().IsMatch(WithoutParentheses(code[start..bodyOpen])))
                return (bodyOpen, Math.Min(at + 1, to));
        }
        return (bodyOpen, to);
    }

    private static int SkipBlank(string code, int from, int to)
    {
        while (from < to && (char.IsWhiteSpace(code[from]) || code[from] == '[' || code[from] == '}'))
        {
            if (code[from] == '[') from = code.IndexOf(']', from) is var close and >= 0 ? close : to;
            from++;
        }
        return Math.Min(from, to);
    }

    private static string WithoutParentheses(string header)
    {
        while (Parenthesis().IsMatch(header)) header = Parenthesis().Replace(header, "");
        return header;
    }

    [GeneratedRegex(@"^(?:[\w\s\[\]]*\b)?(class|struct|interface|record|enum|namespace)\b[^=;]*\z")]
    private static partial Regex TypeOrNamespace();

    [GeneratedRegex(@"^[^=]*(?<![=!<>])=(?![=>])|^\s*(using|namespace|global)\b")]
    private static partial Regex Field();

    /// <summary>After an initializer's or an expression's brace the member is not over.</summary>
    [GeneratedRegex(@"\A\s*(=|;|\.|\?|\)|,|\+|&|\||with\b|is\b|switch\b)")]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"=>|(?<![=!<>])=(?![=>])")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^\s*([a-z]+\s+)*(class|struct|interface|record|enum)\s+\w", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Parenthesis();
}
