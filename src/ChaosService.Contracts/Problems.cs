namespace ChaosService.Contracts;

/// <summary>Why a request was refused: <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Title">The kind of problem, the same every time.</param>
/// <param name="Detail">What is wrong this time.</param>
/// <param name="Field">Where: <c>$.seed</c>, <c>?wait</c>, a header, a part of the path.</param>
/// <param name="Value">The value that was given.</param>
/// <param name="Fix">What to do instead.</param>
/// <param name="Problems">Every problem of an experiment's text.</param>
public sealed record ProblemReply(
    string Title, int Status, string Detail, string? Field = null, string? Value = null, string? Fix = null,
    IReadOnlyList<InputProblem>? Problems = null)
{
    /// <summary>There are no pages that describe the types.</summary>
    public string Type { get; init; } = "about:blank";
}

/// <summary>One thing wrong with an experiment's text. Line and column count from 1.</summary>
public sealed record InputProblem(string File, int Line, int Column, string Message, string? Value, string Fix);
