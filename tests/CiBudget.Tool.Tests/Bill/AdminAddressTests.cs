using CiBudget.Tool.Bill;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>The admin key can do far more than call Claude: it goes to one host, or to this machine.</summary>
public sealed class AdminAddressTests
{
    [TestCase(null, "https://api.anthropic.com/")]
    [TestCase("https://api.anthropic.com", "https://api.anthropic.com/")]
    [TestCase("https://API.anthropic.com/", "https://api.anthropic.com/")]
    [TestCase("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [TestCase("http://127.8.9.1", "http://127.8.9.1/")]
    [TestCase("http://localhost:5000/", "http://127.0.0.1:5000/")]
    [TestCase("http://[::1]:5000", "http://[::1]:5000/")]
    // .NET itself takes this name for the one above.
    [TestCase("http://loopback:5000", "http://127.0.0.1:5000/")]
    public void These_are_asked(string? text, string address) =>
        Assert.That(AdminAddress.Parse(text).Base.ToString(), Is.EqualTo(address));

    [TestCase("http://api.anthropic.com")]
    [TestCase("https://api.anthropic.com:8443")]
    [TestCase("https://api.anthropic.com.evil.test")]
    [TestCase("https://api.anthropic.com.")]
    [TestCase("https://gateway.shop.test")]
    [TestCase("http://192.168.1.10:8080")]
    [TestCase("http://0.0.0.0:8080")]
    [TestCase("http://localhost.evil.test")]
    [TestCase("http://127.0.0.1@evil.test")]
    [TestCase("http://user:pass@127.0.0.1")]
    [TestCase("http://127.0.0.1/prefix")]
    [TestCase("http://127.0.0.1/?x=1")]
    [TestCase("ftp://127.0.0.1")]
    [TestCase("127.0.0.1:8080")]
    [TestCase("")]
    public void These_are_not(string text) =>
        Assert.That(() => AdminAddress.Parse(text), Throws.TypeOf<UsageException>());

    [Test]
    public void Plain_http_beyond_this_machine_is_refused_by_name() =>
        Assert.That(
            () => AdminAddress.Parse("http://api.anthropic.com"),
            Throws.TypeOf<UsageException>().With.Message.Contains("plain http")
        );

    [TestCase(null, "is not set")]
    [TestCase("  ", "is not set")]
    [TestCase("sk-ant-admin01-ab\ncd", "characters that no key has")]
    [TestCase("sk-ant-admin01-abä", "characters that no key has")]
    public void What_is_no_key_is_refused_without_being_shown(string? text, string says)
    {
        var fault = Assert.Throws<BillException>(() => AdminKey.Parse(text));

        Assert.That(fault!.Code, Is.EqualTo("CIB052"));
        Assert.That(fault.Message, Does.Contain(says).And.Not.Contain("admin01"));
    }
}
