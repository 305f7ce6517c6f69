using System.Text.Json.Serialization;

namespace ChaosService.Model.Ids;

/// <summary>The engine's full id of a container; empty: there is none.</summary>
[JsonConverter(typeof(IdConverter<ContainerId>))]
public readonly record struct ContainerId(string Text) : IId<ContainerId>
{
    public static ContainerId Of(string text) => new(text);

    public static implicit operator string(ContainerId id) => id.Text;

    public override string ToString() => Text;
}
