using System.Text.Json.Serialization;

namespace ChaosService.Model.Ids;

/// <summary>The name of a compose project: which target it is, on a machine.</summary>
[JsonConverter(typeof(IdConverter<ProjectName>))]
public readonly record struct ProjectName(string Text) : IId<ProjectName>
{
    /// <summary>Addresses instead of a compose project, whose name has no colon: no container engine knows of it.</summary>
    public bool IsByAddress => Text.Contains(':', StringComparison.Ordinal);

    public static ProjectName Of(string text) => new(text);

    public static implicit operator string(ProjectName id) => id.Text;

    public override string ToString() => Text;
}
