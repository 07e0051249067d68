using System.Net.Http.Headers;

namespace CiBudget.Tool.Bill;

/// <summary>The key that reads the bill. It goes into the header of a request and nowhere else: it cannot be printed.</summary>
internal sealed class AdminKey
{
    private readonly string _value;

    private AdminKey(string value) => _value = value;

    /// <summary>The key of <c>ANTHROPIC_ADMIN_KEY</c>, the only place that it is taken from.</summary>
    /// <exception cref="BillException">There is none, or it is no key.</exception>
    public static AdminKey FromEnvironment() => Parse(CiHost.Variable(Secrets.AdminKeyVariable));

    public static AdminKey Parse(string? text)
    {
        var key = text?.Trim() ?? "";
        if (key.Length == 0)
            throw BillException.Key(
                $"{Secrets.AdminKeyVariable} is not set: the bill is read with an Admin key (sk-ant-admin…), or one with the scope read:analytics. Claude Console, Settings, Admin keys."
            );
        // A header that cannot be sent would be named, with its value, by the exception that says so.
        if (!key.All(c => c is > ' ' and < (char)0x7F))
            throw BillException.Key(
                $"{Secrets.AdminKeyVariable} holds characters that no key has: set it anew."
            );
        return new(key);
    }

    public void PutInto(HttpRequestHeaders headers) =>
        headers.TryAddWithoutValidation("x-api-key", _value);

    public override string ToString() => $"({Secrets.AdminKeyVariable})";
}
