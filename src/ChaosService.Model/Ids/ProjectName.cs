using System.Text.Json.Serialization;

namespace ChaosService.Model.Ids;

/// <summary>The name of a compose project: which target it is, on a machine.</summary>
[JsonConverter(typeof(IdConverter<ProjectName>))]
public readonly record struct ProjectName(string Text) : IId<ProjectName>
{
    public static ProjectName Of(string text) => new(text);

    public static implicit operator string(ProjectName id) => id.Text;

    public override string ToString() => Text;
}
