namespace ChaosService.Reference.Core.Query.Sql;

internal enum SqlTokenKind
{
    /// <summary>A name or a keyword, as written.</summary>
    Word,

    /// <summary>A name in double quotes: never a keyword.</summary>
    QuotedName,
    Text,
    Number,
    Sign,
    End,
}

/// <param name="Position">Of its first character, from 1.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Position)
{
    public bool Is(string word) => Kind is SqlTokenKind.Word or SqlTokenKind.Sign && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind == SqlTokenKind.End ? "the end" : $"'{Text}'";
}
