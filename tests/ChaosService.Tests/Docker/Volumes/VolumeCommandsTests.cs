using ChaosService.Docker.Volumes;

namespace ChaosService.Tests.Docker.Volumes;

public sealed class VolumeCommandsTests
{
    [Fact]
    public void Filesystem_is_made_whole_at_once_and_mounted_through_a_loop_device()
    {
        Assert.Equal(
            "mkfs.ext4 -q -F -b 4096 -m 0 -E lazy_itable_init=0,lazy_journal_init=0,nodiscard /s/etcd1.img",
            VolumeCommands.MakeFilesystem("/s/etcd1.img").ToString());
        Assert.Equal(
            "mount -t ext4 -o loop,nosuid,nodev,noatime /s/etcd1.img /s/etcd1",
            VolumeCommands.Mount("/s/etcd1.img", "/s/etcd1").ToString());
        Assert.Equal("umount /s/etcd1", VolumeCommands.Unmount("/s/etcd1").ToString());
    }

    [Fact]
    public void Mounts_below_a_directory_are_found_deepest_first_and_neighbours_are_not()
    {
        string[] table =
        [
            "36 35 254:0 / / rw,noatime - ext4 /dev/vda rw",
            "90 36 7:0 / /s/run\\0401/etcd1 rw,nosuid - ext4 /dev/loop0 rw",
            "91 90 7:1 / /s/run\\0401/etcd1/inner rw - ext4 /dev/loop1 rw",
            "92 36 7:2 / /s/run\\04010/etcd1 rw - ext4 /dev/loop2 rw",
            "broken",
        ];
        Assert.Equal(["/s/run 1/etcd1/inner", "/s/run 1/etcd1"], MountTable.Below("/s/run 1", table));
    }
}
