using System.Diagnostics;
using System.Xml.Linq;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;
using Found = (CiBudget.Tool.Doctor.Health Health, string Message);

namespace CiBudget.Tool.Doctor;

/// <summary>Looks at everything that a gate needs. Nothing of it calls Claude.</summary>
internal static class HealthChecks
{
    private static readonly Version OldestSdk = new(8, 0, 200);

    public static IEnumerable<HealthCheck> Run(string? budgetFile)
    {
        var (file, budget) = BudgetOf(budgetFile);
        return new (string Subject, Found Found)[]
        {
            (".NET SDK", Sdk()),
            ("packages", Packages()),
            ("budget file", file),
            ("hosts", Hosts(budget)),
            ("HTTP diagnostics", Diagnostics()),
            ("ledger", Ledger(budget)),
            ("price sheet", PriceSheetAge()),
        }.Select(check => new HealthCheck(check.Subject, check.Found.Health, check.Found.Message));
    }

    /// <summary>The budget file; an empty one where there is none that can be read, which is a diagnostic of its own.</summary>
    public static Budget BudgetOrEmpty(string? named) => BudgetOf(named).Budget;

    private static Found Good(string message) => (Health.Good, message);

    private static Found Warning(string message) => (Health.Warning, message);

    private static Found Bad(string message) => (Health.Bad, message);

    private static Found Sdk()
    {
        try
        {
            var start = new ProcessStartInfo("dotnet", ["--version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // Nobody else needs it.
            start.Environment.Remove(Secrets.AdminKeyVariable);
            using var process = Process.Start(start)!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
                return Bad(
                    "`dotnet --version` fails here: global.json may name an SDK that is not installed."
                );
            return Version.TryParse(version.Split('-')[0], out var number) && number >= OldestSdk
                ? Good(version)
                : Warning(
                    $"{version} gates green runs only; {OldestSdk} and later gate red ones, too. Add a step with `cibudget check`."
                );
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Bad("`dotnet` is not on the PATH.");
        }
    }

    private static Found Packages()
    {
        var projects = Projects().ToList();
        if (projects.Count == 0)
            return Warning("there is no *.csproj below this folder.");
        var metered = projects.Where(project => References(project, "CiBudget.NUnit")).ToList();
        return metered.Count == 0
            ? Bad(
                $"none of {Amount.Counted(projects.Count, "project")} references CiBudget.NUnit: no call is metered. Add <PackageReference Include=\"CiBudget.NUnit\" /> to the test project."
            )
            : Good(
                $"CiBudget.NUnit in {string.Join(", ", metered.Select(Path.GetFileNameWithoutExtension))}"
            );
    }

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(
            Environment.CurrentDirectory,
            "*.csproj",
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = 6,
                IgnoreInaccessible = true,
            }
        );

    private static bool References(string project, string package)
    {
        try
        {
            return XDocument
                .Load(project)
                .Descendants()
                .Where(element =>
                    element.Name.LocalName is "PackageReference" or "ProjectReference"
                )
                .Select(element => (string?)element.Attribute("Include") ?? "")
                .Any(include =>
                    include == package
                    || include.EndsWith("/" + package + ".csproj", StringComparison.Ordinal)
                );
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }

    private static (Found Check, Budget Budget) BudgetOf(string? named)
    {
        try
        {
            var budget = BudgetSource.Find(named, []);
            if (budget is null)
                return (
                    Bad(
                        $"there is no {BudgetFile.Name} here or above: nothing is limited. `cibudget init` writes one."
                    ),
                    Budget.Empty
                );
            var path = ReportPath.Shown(budget.Path!, Terminal.Root);
            return budget.Limits.Count == 0
                ? (Warning($"{path} sets no limit."), budget)
                : (Good($"{path}: {Amount.Counted(budget.Limits.Count, "limit")}"), budget);
        }
        catch (BudgetFileException fault)
        {
            return (
                Bad($"{fault.Position.In(fault.Path)}: {fault.Code}: {fault.Message}"),
                Budget.Empty
            );
        }
    }

    private static Found Hosts(Budget budget)
    {
        var named = CiHost.Variable("ANTHROPIC_BASE_URL");
        if (named is null)
            return Good("ANTHROPIC_BASE_URL is not set: calls go to api.anthropic.com");
        if (
            !Uri.TryCreate(named, UriKind.Absolute, out var url)
            || !url.Scheme.StartsWith("http", StringComparison.Ordinal)
        )
            return Bad("ANTHROPIC_BASE_URL is no http URL.");
        var known =
            KnownHosts.SiteOf(url.Host) != ClaudeSite.None
            || KnownHosts.IsExtra(url.Host, url.Port, url.AbsolutePath, budget.Hosts)
            || KnownHosts.IsExtra(url.Host, url.Port, url.AbsolutePath, budget.ReplayHosts);
        return known
            ? Good($"{url.Host} is metered")
            : Bad(
                $"ANTHROPIC_BASE_URL names {url.Authority}, which is not metered: add \"hosts\": [\"{url.Authority}\"] to the budget file."
            );
    }

    private static Found Diagnostics()
    {
        var off =
            CiHost.Variable("DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION") is "0" or "false";
        return off
            ? Bad(
                "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION switches them off: calls cannot be seen. Unset it."
            )
            : Good("on");
    }

    private static Found Ledger(Budget budget)
    {
        var home = RunFolders.HomeOf(budget);
        var shown = ReportPath.Shown(home, Terminal.Root);
        var run = RunFolders.Get([], budget)[0];
        if (!Directory.Exists(run) || run == home)
            return Warning($"there is no run in {shown}: run `dotnet test` first.");
        var verdict = Verdicts.Create(budget, [run]);
        var text =
            $"{ReportPath.Shown(run, Terminal.Root)}: {Amount.Counted(verdict.Totals.Calls, "call")}, {Naming.Headline(verdict)}";
        return (verdict.Outcome == Outcome.Within ? Health.Good : Health.Warning, text);
    }

    private static Found PriceSheetAge()
    {
        var sheet = PriceSheet.Embedded;
        var stale = sheet.IsOlderThan(PriceSheet.FreshFor, TimeProvider.System.GetUtcNow());
        return (
            stale ? Health.Warning : Health.Good,
            $"of {Amount.Day(sheet.AsOf)}{(stale ? ": update CiBudget, or check `cibudget prices import`" : "")}"
        );
    }
}
