namespace ChaosService.Model.Configuration;

/// <summary>One problem in a user's file: the place, the value, why it is wrong and the fix.</summary>
/// <param name="Place">File, line and column of the offending value.</param>
/// <param name="Message">What is wrong, without the value.</param>
/// <param name="Value">The offending value as written; null when something is missing.</param>
/// <param name="Fix">What to write instead.</param>
public sealed record Problem(SourcePlace Place, string Message, string? Value, string Fix)
{
    public override string ToString() =>
        Value is null ? $"{Place}: {Message}; {Fix}" : $"{Place}: {Message}: \"{Value}\"; {Fix}";
}
