using ChaosService.Engine.Tokens;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Audit;

/// <summary>The subject of a change. Short, and without tokens, whatever a caller sent.</summary>
internal sealed class AuditSubject
{
    private const int ValuesMax = 16;
    private const int LengthMax = 200;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    public void Add(string name, string value)
    {
        if (_values.Count >= ValuesMax) return;
        var text = TokenText.HideIn(value);
        _values[name] = text.Length <= LengthMax ? text : text[..LengthMax] + "…";
    }
}

internal static class AuditSubjectOfRequest
{
    /// <summary>For details that the route does not contain, such as the experiment in a posted body. Never a secret.</summary>
    public static void NoteSubject(this HttpContext context, string name, string value) =>
        context.Features.Get<AuditSubject>()?.Add(name, value);
}
