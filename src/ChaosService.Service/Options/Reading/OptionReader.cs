using System.Collections;
using System.Reflection;
using System.Text.Json;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options.Texts;
using Microsoft.Extensions.Configuration;

namespace ChaosService.Service.Options.Reading;

/// <summary>
/// Reads a configuration into a record of options. The framework's binder stops at the first value of the wrong type and passes over
/// unknown keys; this names every one.
/// </summary>
internal static class OptionReader
{
    public static T Read<T>(IConfiguration configuration, List<string> problems)
        where T : new() => (T)Read(typeof(T), configuration, "", problems);

    private static object Read(Type type, IConfiguration section, string path, List<string> problems)
    {
        var result = Activator.CreateInstance(type)!;
        var properties = Properties(type);
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                problems.Add(
                    $"{path}{child.Key}: unknown option; known here: "
                        + $"{string.Join(", ", properties.Select(Name))}{MapReader.Nearest(child.Key, properties.Select(Name))}");
            else if (IsGroup(property.PropertyType) && child.Value is { Length: > 0 })
                problems.Add(
                    $"{path}{Name(property)}: a single value, \"{Shown(property, child.Value)}\", where a group of options is meant; "
                        + $"write {{ … }}");
            else if (IsNamed(property.PropertyType))
                property.SetValue(result, ReadNamed(property.PropertyType, child, $"{path}{Name(property)}.", problems));
            else if (IsGroup(property.PropertyType))
                property.SetValue(result, Read(property.PropertyType, child, $"{path}{Name(property)}.", problems));
            else if (child.Value is null)
                problems.Add($"{path}{Name(property)}: must be a single value; {Fix(property.PropertyType)}");
            else if (Convert(child.Value, property.PropertyType) is { } value)
                property.SetValue(result, value);
            else
                problems.Add($"{path}{Name(property)}: wrong value: \"{Shown(property, child.Value)}\"; {Fix(property.PropertyType)}");
        }
        return result;
    }

    /// <summary>A group under each name. Names do not tell upper from lower case, because variables of the environment do not.</summary>
    private static object ReadNamed(Type type, IConfiguration section, string path, List<string> problems)
    {
        var groups = (IDictionary)Activator.CreateInstance(type)!;
        foreach (var child in section.GetChildren())
        {
            var name = child.Key.ToLowerInvariant();
            if (child.Value is { Length: > 0 })
                problems.Add($"{path}{name}: a single value where a group of options is meant; write {{ … }}");
            else groups[name] = Read(type.GenericTypeArguments[0], child, $"{path}{name}.", problems);
        }
        return groups;
    }

    private static string Shown(PropertyInfo property, string value) =>
        property.GetCustomAttribute<SecretAttribute>() is null ? value : Secret.Hidden;

    private static bool IsNamed(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Named<>);

    public static PropertyInfo[] Properties(Type type) => [.. type.GetProperties().Where(p => p.CanWrite)];

    public static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    public static bool IsGroup(Type type) => type.IsClass && type != typeof(string);

    private static object? Convert(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(int) => int.TryParse(text, out var number) ? number : null,
        _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
        _ when type == typeof(TimeSpan) => Quantity.TryDuration(text, out var duration) ? duration : null,
        _ when type == typeof(ByteSize) => Quantity.TryBytes(text, out var bytes) ? new ByteSize(bytes) : null,
        { IsEnum: true } =>
            Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : null,
        _ => throw new InvalidOperationException($"options of the type {type.Name} cannot be read"),
    };

    private static string Fix(Type type) => type switch
    {
        _ when type == typeof(int) => "write a whole number",
        _ when type == typeof(bool) => "write true or false",
        _ when type == typeof(TimeSpan) => Quantity.DurationFix,
        _ when type == typeof(ByteSize) => Quantity.BytesFix,
        { IsEnum: true } => $"write one of: {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}",
        _ => "write text",
    };
}
