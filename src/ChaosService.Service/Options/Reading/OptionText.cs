using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Options.Reading;

/// <summary>The effective options as JSON that <c>--config</c> takes again, but for secrets.</summary>
internal static class OptionText
{
    public static JsonObject Of(object options) => new(
        OptionReader.Properties(options.GetType()).Select(p => KeyValuePair.Create(OptionReader.Name(p), Value(p, p.GetValue(options)))));

    private static JsonNode? Value(PropertyInfo property, object? value) => value switch
    {
        null => null,
        // That there is none is no secret, and what is printed can be read again.
        not "" when property.GetCustomAttribute<SecretAttribute>() is not null => Secret.Hidden,
        TimeSpan duration => Quantity.Format(duration),
        ByteSize size => size.ToString(),
        int number => number,
        bool flag => flag,
        Enum word => JsonNamingPolicy.CamelCase.ConvertName(word.ToString()),
        string text => text,
        IDictionary named => new JsonObject(named.Keys.Cast<string>().Select(n => KeyValuePair.Create(n, (JsonNode?)Of(named[n]!)))),
        _ => Of(value),
    };
}
