using DuckDB.NET.Data;

namespace CiBudget.Benchmarks;

/// <summary>DuckDB, doing the sums that a gate needs at least: calls and tokens by test and model.</summary>
internal static class DuckDb
{
    // It is told the columns: to find them out by itself costs it more.
    private const string Sums = """
        SELECT test, u.model, count(*), sum(u.inputTokens), sum(u.outputTokens), sum(u.cacheReadTokens)
        FROM (
            SELECT test.name AS test, unnest(usage) AS u
            FROM read_json($files, format = 'newline_delimited', columns = {
                kind: 'VARCHAR',
                test: 'STRUCT(name VARCHAR)',
                usage: 'STRUCT(model VARCHAR, inputTokens BIGINT, outputTokens BIGINT, cacheReadTokens BIGINT)[]'
            })
            WHERE kind = 'call'
        )
        GROUP BY ALL
        """;

    /// <summary>False where its native library is not: only builds in Release have it.</summary>
    public static bool IsInstalled()
    {
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return false;
        }
    }

    /// <summary>Sums the ledgers of a folder up; the number of calls.</summary>
    public static long Sum(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Sums;
        command.Parameters.Add(
            new DuckDBParameter("files", Path.Combine(folder, "*" + LedgerReader.Extension))
        );
        using var rows = command.ExecuteReader();
        var calls = 0L;
        while (rows.Read())
            calls += rows.GetInt64(2);
        return calls;
    }
}
