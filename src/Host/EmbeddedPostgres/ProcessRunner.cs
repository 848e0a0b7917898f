using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Platform.Host.EmbeddedPostgres;

/// <summary>Runs programs, as another user where asked.</summary>
internal static partial class ProcessRunner
{
    /// <summary>A command line for a program that runs as <paramref name="user"/>; null keeps the caller.</summary>
    public static ProcessStartInfo Command(string program, IEnumerable<string> arguments, string? user)
    {
        var start = new ProcessStartInfo(user is null ? program : "setpriv")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        if (user is not null)
            foreach (var argument in (string[])[$"--reuid={user}", $"--regid={user}", "--init-groups", "--", program])
                start.ArgumentList.Add(argument);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    /// <summary>
    /// The same in a session of its own: what a terminal or a supervisor sends to the host's whole group is the host's to act on,
    /// and the host stops the program last.
    /// </summary>
    public static ProcessStartInfo Apart(ProcessStartInfo command)
    {
        const string setsid = "/usr/bin/setsid";
        if (!File.Exists(setsid))
            return command;
        command.ArgumentList.Insert(0, command.FileName);
        command.FileName = setsid;
        return command;
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, string? user)
    {
        using var process = Process.Start(Command(program, arguments, user))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>Sends a signal; false when there is no such process.</summary>
    public static bool Signal(int pid, int signal) => Kill(pid, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
