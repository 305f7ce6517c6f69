using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>The catalog's commands as they stand in its log: JSON, with the command's name as <c>$type</c>.</summary>
internal static class CatalogCodec
{
    private static readonly Type[] Commands =
    [
        typeof(AddNode), typeof(RemoveNode), typeof(SetNodeStatus), typeof(CreateTable), typeof(ConfigureSharding), typeof(CreateShard),
        typeof(MoveShard),
    ];

    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameCommands } },
    };

    public static ReadOnlyMemory<byte> Write(CatalogCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, Options);

    public static CatalogCommand Read(ReadOnlyMemory<byte> bytes) =>
        JsonSerializer.Deserialize<CatalogCommand>(bytes.Span, Options) ?? throw new InvalidDataException("The catalog's log has a null.");

    private static void NameCommands(JsonTypeInfo type)
    {
        if (type.Type != typeof(CatalogCommand)) return;
        type.PolymorphismOptions = new();
        foreach (var command in Commands) type.PolymorphismOptions.DerivedTypes.Add(new(command, command.Name));
    }
}
