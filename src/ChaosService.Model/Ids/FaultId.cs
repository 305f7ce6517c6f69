using System.Text.Json.Serialization;

namespace ChaosService.Model.Ids;

/// <summary>Unique in a run: <c>f1</c>, <c>f2</c>, … Also the journal's id of a target that was brought up.</summary>
[JsonConverter(typeof(IdConverter<FaultId>))]
public readonly record struct FaultId(string Text) : IId<FaultId>
{
    public static FaultId Of(string text) => new(text);

    public static implicit operator string(FaultId id) => id.Text;

    public override string ToString() => Text;
}
