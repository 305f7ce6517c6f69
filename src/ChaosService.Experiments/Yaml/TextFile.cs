using System.Text;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Yaml;

/// <summary>Reads a user's text file completely, or reports one problem why it cannot be read.</summary>
internal static class TextFile
{
    private const int BytesMax = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? Read(string path, Problems problems)
    {
        try
        {
            if (Directory.Exists(path)) return Refuse("this is a directory", "name a YAML file in it");
            var bytes = ReadBytes(path);
            if (bytes.Length > BytesMax)
                return Refuse("the file is bigger than 1 MiB", "an experiment is a few KiB: check that this is the right file");
            if (bytes.Contains((byte)0)) return Binary();
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Binary();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return Refuse("there is no such file", "check the path");
        }
        catch (UnauthorizedAccessException)
        {
            return Refuse("the file may not be read", "give yourself the right to read it (chmod u+r)");
        }
        catch (IOException e)
        {
            return Refuse($"the file cannot be read ({e.Message.TrimEnd('.')})", "check the path and the disk");
        }

        string? Refuse(string message, string fix)
        {
            problems.Add(new SourcePlace(path, 1, 1), message, null, fix);
            return null;
        }

        string? Binary() => Refuse("this is not a text file", "name a YAML file, written in UTF-8");
    }

    /// <summary>Stops one byte past the limit, so that it also ends for an infinite file.</summary>
    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[BytesMax + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }
}
