using System.Diagnostics;
using System.Globalization;

namespace CiBudget.Enforcement.Tests;

/// <summary>A process of a run, see CiBudget.Enforcement.Tests.Caller.</summary>
internal sealed class Caller : IDisposable
{
    private readonly Process _process;

    private Caller(Process process) => _process = process;

    /// <param name="runDirectory">The run's directory.</param>
    /// <param name="budgetFile">The budget file.</param>
    /// <param name="url">The server that stands for Claude.</param>
    /// <param name="calls">How many calls it makes.</param>
    /// <param name="isContained">True gives it process ids of its own, as a container has.</param>
    public static async Task<Caller> StartAsync(
        string runDirectory,
        string budgetFile,
        Uri url,
        int calls,
        bool isContained = false
    )
    {
        string[] command = [.. isContained ? PidNamespace.Command! : [], "dotnet"];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            .. command[1..],
            Path.Combine(AppContext.BaseDirectory, "CiBudget.Enforcement.Tests.Caller.dll"),
            runDirectory,
            budgetFile,
            url.ToString(),
            calls.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Two hundred of these are started: no tiering, no background threads.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        var caller = new Caller(Process.Start(start)!);
        var word = await caller._process.StandardOutput.ReadLineAsync();
        if (word != "ready")
            throw new InvalidOperationException(
                word + await caller._process.StandardError.ReadToEndAsync()
            );
        return caller;
    }

    public Task GoAsync()
    {
        _process.StandardInput.WriteLine("go");
        return _process.StandardInput.FlushAsync();
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>One line for each call that came to an end.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var text = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => _process.Dispose();
}
