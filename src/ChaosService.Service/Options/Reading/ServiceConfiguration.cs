using ChaosService.Model.Configuration;
using ChaosService.Service.Options.Validation;
using Microsoft.Extensions.Configuration;

namespace ChaosService.Service.Options.Reading;

/// <summary>Options from a file, the environment and flags; the later ones win.</summary>
internal static class ServiceConfiguration
{
    /// <summary><c>CHAOSSERVICE__QUEUELIMIT</c>; a group's option has its name after another <c>__</c>.</summary>
    private const string EnvironmentPrefix = "CHAOSSERVICE__";

    /// <summary>Throws <see cref="BadInputException"/> that names every problem.</summary>
    public static ServiceOptions Read(
        string? file, IReadOnlyDictionary<string, string?> environment, IReadOnlyDictionary<string, string?> flags)
    {
        var configuration = new ConfigurationBuilder();
        if (file is not null) AddFile(configuration, file);
        configuration.AddInMemoryCollection(environment.Where(v => IsOurs(v.Key)).Select(v => KeyValuePair.Create(Path(v.Key), v.Value)));
        configuration.AddInMemoryCollection(flags.Where(f => f.Value is not null));

        List<string> problems = [];
        var options = OptionReader.Read<ServiceOptions>(Build(configuration, file), problems);
        problems.AddRange(new ServiceOptionsValidator().Validate(null, options).Failures ?? []);
        return problems.Count == 0
            ? options
            : throw new BadInputException(
                $"the service's options have {problems.Count} problem{(problems.Count == 1 ? "" : "s")}\n{string.Join('\n', problems)}");
    }

    private static bool IsOurs(string variable) =>
        variable.Length > EnvironmentPrefix.Length && variable.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase);

    private static string Path(string variable) =>
        variable[EnvironmentPrefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private static void AddFile(ConfigurationBuilder configuration, string file)
    {
        if (!File.Exists(file)) throw new BadInputException($"--config: there is no such file: \"{file}\"; check the path");
        configuration.AddJsonFile(System.IO.Path.GetFullPath(file), optional: false, reloadOnChange: false);
    }

    private static IConfigurationRoot Build(ConfigurationBuilder configuration, string? file)
    {
        try
        {
            return configuration.Build();
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"--config: {file} is not JSON: {e.InnerException?.Message ?? e.Message}");
        }
    }
}
