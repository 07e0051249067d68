namespace CiBudget.NUnit.Tests;

/// <summary>One run of the dummy test project in a child process, and what its ledger says.</summary>
internal sealed record DummyRun(int ExitCode, string Output, IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>
    /// How the tests are run: <c>VSTest</c> or a program on Microsoft.Testing.Platform, on NUnit 4 or 5. By default each of the four
    /// is in one of two pairs; thoroughly, all pairs.
    /// </summary>
    public static IEnumerable<string> Hosts =>
        TestEffort.Cases(
            ["VSTest, NUnit 4", "MTP, NUnit 5", "VSTest, NUnit 5", "MTP, NUnit 4"],
            static host => host.Split(',')[0]
        );

    public static IEnumerable<string> VSTestHosts => Hosts.Where(IsOf("VSTest"));

    public static IEnumerable<string> TestingPlatformHosts => Hosts.Where(IsOf("MTP"));

    private static Func<string, bool> IsOf(string runner) =>
        host => host.StartsWith(runner, StringComparison.Ordinal);

    /// <summary>The lines of the output without the blanks around them.</summary>
    public IReadOnlyList<string> Lines => [.. Output.Split('\n').Select(line => line.Trim())];

    /// <summary>Runs the tests of a namespace.</summary>
    /// <param name="host">Runner and version of NUnit, as in <see cref="Hosts"/>.</param>
    /// <param name="filter">A VSTest filter; both platforms understand it.</param>
    /// <param name="server">The address that stands for Claude.</param>
    /// <param name="directory">The run's directory.</param>
    /// <param name="environment">More variables.</param>
    public static Task<DummyRun> Start(
        string host,
        string filter,
        string server,
        string directory,
        params (string Name, string Value)[] environment
    ) => Start(host, filter, server, directory, [], environment);

    /// <inheritdoc cref="Start(string, string, string, string, ValueTuple{string, string}[])" />
    /// <param name="options">More options of the test program; a <c>--runtimeconfig</c> is one of the runtime's.</param>
    public static async Task<DummyRun> Start(
        string host,
        string filter,
        string server,
        string directory,
        string[] options,
        params (string Name, string Value)[] environment
    )
    {
        var assembly = AssemblyOf(host);
        var runtime = options is ["--runtimeconfig", ..] ? 2 : 0;
        string[] arguments = host.StartsWith("MTP", StringComparison.Ordinal)
            ?
            [
                "exec",
                .. options[..runtime],
                assembly,
                "--filter",
                filter,
                "--no-ansi",
                "--no-progress",
                .. options[runtime..],
            ]
            : ["test", assembly, "--filter", filter, "--nologo", .. options];
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        variables.TryAdd("ANTHROPIC_BASE_URL", server);
        variables.TryAdd("CIBUDGET_RUN_DIRECTORY", directory);

        using var process = Command.Start(Path.GetDirectoryName(assembly)!, variables, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        TestContext.Out.WriteLine($"dotnet {string.Join(' ', arguments)}\n{output}");
        return new DummyRun(process.ExitCode, output, Read(directory));
    }

    /// <summary>The output path of the dummy, beside this assembly's own.</summary>
    public static string AssemblyOf(string host)
    {
        var own = typeof(DummyRun).Assembly.GetName().Name!;
        var dummy = "CiBudget.NUnit.Tests" + (host.EndsWith('5') ? ".Dummy5" : ".Dummy");
        var folder = AppContext.BaseDirectory.Replace(
            Path.DirectorySeparatorChar + own + Path.DirectorySeparatorChar,
            Path.DirectorySeparatorChar + dummy + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );
        return Path.Combine(folder, dummy + ".dll");
    }

    private static List<LedgerEntry> Read(string directory) =>
        Directory.Exists(directory)
            ? [.. LedgerReader.Find([directory]).SelectMany(path => LedgerReader.Read(path))]
            : [];
}
