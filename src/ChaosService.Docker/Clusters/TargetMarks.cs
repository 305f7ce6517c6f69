using System.Globalization;
using System.Net;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// Marks as labels of empty volumes, one for each: an engine cannot add labels to an existing network or container, and a volume is only a
/// directory.
/// </summary>
public sealed class TargetMarks(DockerClient docker) : ITargetMarks
{
    private const string Hold = "io.chaosservice.hold";
    private const string Run = $"{Hold}.run";
    private const string Pid = $"{Hold}.pid";
    private const string Ticks = $"{Hold}.start-ticks";
    private const string Boot = $"{Hold}.boot";
    private const string Since = $"{Hold}.since";

    public Task PutAsync(TargetMark mark, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        await docker.Volumes.CreateAsync(new VolumesCreateParameters { Name = NameOf(mark), Labels = LabelsOf(mark) }, cancellationToken);
        return true;
    });

    public async Task<IReadOnlyList<TargetMark>> ListAsync(ProjectName? project, CancellationToken cancellationToken)
    {
        var label = new Dictionary<string, bool> { [project is null ? Hold : $"{Hold}={project}"] = true };
        var parameters = new VolumesListParameters { Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = label } };
        var volumes = (await AskAsync(() => docker.Volumes.ListAsync(parameters, cancellationToken))).Volumes ?? [];
        return [.. volumes.Select(v => Read(v.Labels)).OfType<TargetMark>()];
    }

    public Task RemoveAsync(TargetMark mark, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            await docker.Volumes.RemoveAsync(NameOf(mark), cancellationToken: cancellationToken);
            return true;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Another process found that the mark's owner is dead.
            return false;
        }
    });

    /// <summary>An engine that refuses to keep marks is as useless as one that does not answer.</summary>
    private static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (DockerApiException e)
        {
            throw new ClusterUnavailableException($"The container engine does not say who has the target: {e.Message}", e);
        }
    }

    private static Dictionary<string, string> LabelsOf(TargetMark mark) => new()
    {
        [Hold] = mark.Project,
        [Run] = mark.RunId,
        [Pid] = mark.Owner.Pid.ToString(CultureInfo.InvariantCulture),
        [Ticks] = mark.Owner.StartTicks.ToString(CultureInfo.InvariantCulture),
        [Boot] = mark.Boot,
        [Since] = mark.Since.ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>Never the name of another mark: creating a volume that already exists returns that one, with its labels.</summary>
    private static string NameOf(TargetMark mark) =>
        $"chaosservice-hold-{mark.Project}-{mark.RunId}-{mark.Owner.Pid}-{mark.Owner.StartTicks}-{mark.Boot.Split('-')[0]}";

    private static TargetMark? Read(IDictionary<string, string>? labels)
    {
        string Text(string label) => labels is not null && labels.TryGetValue(label, out var text) ? text : "";
        return int.TryParse(Text(Pid), out var pid) && long.TryParse(Text(Ticks), out var ticks)
            && DateTimeOffset.TryParse(Text(Since), CultureInfo.InvariantCulture, out var since)
            ? new TargetMark(new(Text(Hold)), Text(Run), new ProcessIdentity(pid, ticks), Text(Boot), since)
            : null;
    }
}
