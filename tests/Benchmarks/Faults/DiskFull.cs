using System.Diagnostics;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>The data directory lies on a file system of its own, which somebody fills to the last block and empties again.</summary>
internal sealed class DiskFull : Fault
{
    private const string Size = "6G"; // more than the database's log may grow to; the file has holes
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-disk-").FullName;
    private bool _mounted;

    public override string Name => "disk-full";

    public override string Data => Path.Combine(_folder, "disk", "data");

    private string Disk => Path.Combine(_folder, "disk");

    public override async Task<string?> PrepareAsync()
    {
        if (Environment.UserName != "root")
            return "a file system of its own can only be mounted by root";
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Disk);
        foreach (var command in new[] { $"truncate -s {Size} {_folder}/image", $"mkfs.ext4 -q -m 0 {_folder}/image", $"mount -o loop {_folder}/image {Disk}" })
            if (await RunAsync(command) is { Length: > 0 } problem)
                return $"'{command}' fails: {problem}";
        _mounted = true;
        Directory.CreateDirectory(Data);
        return null;
    }

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        var ballast = Path.Combine(Disk, "ballast");
        var until = LoadGenerator.Now + Between(random, 2, 12).TotalMilliseconds;
        // What somebody deletes meanwhile is taken as well; a little may be left, so that it ends at another place each time.
        var left = random.Next(3) == 0 ? random.NextInt64(16L << 20) : 0;
        for (var part = 0; LoadGenerator.Now < until; part++)
        {
            var room = new DriveInfo(Disk).AvailableFreeSpace - left;
            while (room >= 4_096 && await RunAsync($"fallocate -l {room} {ballast}.{part}.{room}") is { Length: > 0 })
                room /= 2;
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
        foreach (var file in Directory.EnumerateFiles(Disk, "ballast.*"))
            File.Delete(file);
        return LoadGenerator.Now;
    }

    public override async Task ClearAsync()
    {
        if (_mounted)
            await RunAsync($"umount {Disk}");
        Directory.Delete(_folder, recursive: true);
    }

    // What it complained of; nothing when it went well.
    private static async Task<string> RunAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"{command} 2>&1"]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode} {output.Trim()}";
    }
}
