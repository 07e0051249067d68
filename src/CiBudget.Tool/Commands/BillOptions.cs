using System.CommandLine;
using CiBudget.Checking;
using CiBudget.Text;
using CiBudget.Tool.Bill;

namespace CiBudget.Tool.Commands;

/// <summary>The options that all commands about the bill share.</summary>
internal sealed class BillOptions
{
    /// <summary>As <c>--by</c> writes them.</summary>
    private static readonly Dictionary<string, Dimension> Dimensions = Enum.GetValues<Dimension>()
        .ToDictionary(NameOf, dimension => dimension, StringComparer.Ordinal);

    public Option<string[]> Workspaces { get; } =
        Ids(
            "--workspace",
            "WORKSPACE",
            "Only this workspace, by its id (wrkspc_…). May be repeated."
        );

    public Option<string[]> Keys { get; } =
        Ids(
            "--key",
            "KEY-ID",
            "Only this API key, by its id (apikey_…), not the key itself. May be repeated."
        );

    public Option<string?> BaseUrl { get; } = BaseUrlOption();

    public void AddTo(Command command)
    {
        command.Options.Add(Workspaces);
        command.Options.Add(Keys);
        command.Options.Add(BaseUrl);
    }

    public static Option<string?> BaseUrlOption() =>
        new("--base-url")
        {
            Description =
                "Ask a server on this machine, http://127.0.0.1:PORT, for the bill in place of https://api.anthropic.com. For tests; no other host is ever asked.",
            HelpName = "URL",
        };

    public static string NameOf(Dimension dimension) =>
        dimension == Dimension.TokenType ? "token-type" : Naming.Camel(dimension);

    /// <exception cref="UsageException">A name is not known, or comes twice.</exception>
    public static IReadOnlyList<Dimension> ParseBy(string text)
    {
        var dimensions = new List<Dimension>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Dimensions.TryGetValue(name, out var dimension))
                throw new UsageException(
                    $"--by takes {string.Join(", ", Dimensions.Keys)}, not '{SafeText.Line(name)}'.{NearestName.Hint(name, [.. Dimensions.Keys])}"
                );
            if (dimensions.Contains(dimension))
                throw new UsageException($"--by names '{name}' twice.");
            dimensions.Add(dimension);
        }
        return dimensions;
    }

    /// <summary>Opens the way to the bill and does some work with it, while a terminal shows what goes on.</summary>
    public static async Task<T> AskAsync<T>(
        string? baseUrl,
        Func<BillReader, BillPace, Task<T>> work
    )
    {
        var address = AdminAddress.Parse(baseUrl);
        var key = AdminKey.FromEnvironment();
        return await Progress
            .WhileAsync(
                "Reading the bill …",
                async say =>
                {
                    var pace = new BillPace { Say = say };
                    using var reader = new BillReader(address, key, pace);
                    return await work(reader, pace).ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    private static Option<string[]> Ids(string name, string shown, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = shown,
            Arity = ArgumentArity.OneOrMore,
        };
        // A secret that was typed by mistake must not be repeated, nor sent as if it were an id.
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.StartsWith("sk-", StringComparison.Ordinal)))
                result.AddError(
                    $"{name} takes an id, not a secret. Withdraw that key: it is in the shell's history now."
                );
        });
        return option;
    }
}
