namespace ChaosService.Model.Configuration;

/// <summary>Where a value is in a user's file. Line and column count from 1.</summary>
public sealed record SourcePlace(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
