namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>Why a text is not a supported query.</summary>
/// <param name="Position">Of the character, from 1.</param>
internal sealed record SqlError(int Position, string Message)
{
    public override string ToString() => $"SQL, character {Position}: {Message}";
}
