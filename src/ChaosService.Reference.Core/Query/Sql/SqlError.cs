namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>Why a text is no query that can be answered.</summary>
/// <param name="Position">Of the character, beginning with 1.</param>
internal sealed record SqlError(int Position, string Message)
{
    public override string ToString() => $"SQL, character {Position}: {Message}";
}
