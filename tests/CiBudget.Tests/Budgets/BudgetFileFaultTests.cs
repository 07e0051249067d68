using System.Text;

namespace CiBudget.Tests;

/// <summary>What is wrong, where, what was expected.</summary>
public sealed class BudgetFileFaultTests
{
    // Keys.
    [TestCase("""{ "rnu": {} }""", 3, "unknown key \"rnu\": did you mean \"run\"?")]
    [TestCase("""{ "Run": {} }""", 3, "unknown key \"Run\": did you mean \"run\"?")]
    [TestCase(
        """{ "run": { "csot": "$1" } }""",
        12,
        "unknown key \"csot\": did you mean \"cost\"?"
    )]
    [TestCase(
        """{ "run": { "output": "1k" } }""",
        12,
        "unknown key \"output\": did you mean \"outputTokens\"?"
    )]
    [TestCase("""{ "run": { "call": 1 } }""", 12, "unknown key \"call\": did you mean \"calls\"?")]
    [TestCase(
        """{ "rules": { "nocalls": "off" } }""",
        14,
        "unknown key \"nocalls\": did you mean \"noCalls\"?"
    )]
    [TestCase(
        """{ "run": { "cost": { "maximum": "$1" } } }""",
        22,
        "unknown key \"maximum\": expected max, level, warnAt, enforce"
    )]
    [TestCase(
        """{ "baseline": { "xyz": 1 } }""",
        17,
        "unknown key \"xyz\": expected tolerance, onlyNew"
    )]
    [TestCase(
        """{ "cost": "$1" }""",
        3,
        "unknown key \"cost\": it stands in \"run\", \"test\", \"unattributed\" or under a pattern of \"tests\" or of \"models\".\"limits\""
    )]
    [TestCase(
        """{ "run": { "calls": 1, "cost": "$1", "calls": 2 } }""",
        38,
        "\"calls\" is here twice: first at line 1, column 12"
    )]
    [TestCase(
        """{ "run": {}, "run": {} }""",
        14,
        "\"run\" is here twice: first at line 1, column 3"
    )]
    [TestCase(
        """{ "tests": { "A": {}, "\u0041": {} } }""",
        23,
        "\"A\" is here twice: first at line 1, column 14"
    )]
    [TestCase(
        """{ "models": { "deny": ["a", "b", "a"] } }""",
        34,
        "\"a\" is here twice: first at line 1, column 24"
    )]
    [TestCase(
        """{ "rules": { "outage": "warn", "outage": "off" } }""",
        32,
        "\"outage\" is here twice: first at line 1, column 14"
    )]
    // Units.
    [TestCase("""{ "run": { "cost": 0.50 } }""", 20, "a bare number has no unit: write \"$0.50\"")]
    [TestCase("""{ "run": { "cost": 5e-1 } }""", 20, "a bare number has no unit: write \"$0.50\"")]
    [TestCase("""{ "run": { "cost": "0.50" } }""", 20, "dollars need their sign: write \"$0.50\"")]
    [TestCase(
        """{ "run": { "cost": "$1,000.50" } }""",
        20,
        "\"$1,000.50\" has separators: write digits and a decimal point only, such as \"$1000.50\""
    )]
    [TestCase("""{ "run": { "cost": "-$1" } }""", 20, "\"-$1\" is below zero")]
    [TestCase("""{ "run": { "cost": "$-1" } }""", 20, "\"$-1\" is below zero")]
    [TestCase(
        """{ "run": { "cost": "$NaN" } }""",
        20,
        "expected dollars such as \"$0.50\", found \"$NaN\""
    )]
    [TestCase(
        """{ "run": { "cost": "$1e3" } }""",
        20,
        "expected dollars such as \"$0.50\", found \"$1e3\""
    )]
    [TestCase(
        """{ "run": { "cost": "€1" } }""",
        20,
        "expected dollars such as \"$0.50\", found \"€1\""
    )]
    [TestCase(
        """{ "run": { "cost": "200k" } }""",
        20,
        "expected dollars such as \"$0.50\", found \"200k\""
    )]
    [TestCase(
        """{ "run": { "cost": "" } }""",
        20,
        "expected dollars such as \"$0.50\", found \"\""
    )]
    [TestCase(
        """{ "run": { "cost": "$9999999999" } }""",
        20,
        "\"$9999999999\" is more than the most that can be limited ($1000000000)"
    )]
    [TestCase(
        """{ "run": { "cost": null } }""",
        20,
        "expected dollars such as \"$0.50\", found null"
    )]
    [TestCase("""{ "run": { "calls": -1 } }""", 21, "\"-1\" is below zero")]
    [TestCase("""{ "run": { "calls": 1.5 } }""", 21, "\"1.5\" is not a whole number")]
    [TestCase("""{ "run": { "calls": "1.2345k" } }""", 21, "\"1.2345k\" is not a whole number")]
    [TestCase(
        """{ "run": { "calls": "1,000" } }""",
        21,
        "\"1,000\" has separators: write digits and a decimal point only, such as \"200k\""
    )]
    [TestCase(
        """{ "run": { "calls": "$5" } }""",
        21,
        "expected a whole number such as 80, \"200k\" or \"1.5M\", found \"$5\""
    )]
    [TestCase(
        """{ "run": { "calls": "5K" } }""",
        21,
        "expected a whole number such as 80, \"200k\" or \"1.5M\", found \"5K\""
    )]
    [TestCase(
        """{ "run": { "calls": "k" } }""",
        21,
        "expected a whole number such as 80, \"200k\" or \"1.5M\", found \"k\""
    )]
    [TestCase(
        """{ "run": { "calls": 99999999999999999999 } }""",
        21,
        "\"99999999999999999999\" is more than the most that can be limited (1000000000M)"
    )]
    [TestCase(
        """{ "run": { "calls": "1000000001M" } }""",
        21,
        "\"1000000001M\" is more than the most that can be limited (1000000000M)"
    )]
    [TestCase(
        """{ "run": { "calls": ",5" } }""",
        21,
        "\",5\" has separators: write digits and a decimal point only, such as \"200k\""
    )]
    [TestCase(
        """{ "run": { "retryShare": "1_0%" } }""",
        26,
        "\"1_0%\" has separators: write digits and a decimal point only, such as \"10%\""
    )]
    [TestCase(
        """{ "run": { "retryShare": "a%" } }""",
        26,
        "expected a percentage such as \"10%\", found \"a%\""
    )]
    [TestCase(
        """{ "run": { "calls": [1] } }""",
        21,
        "expected a whole number such as 80, \"200k\" or \"1.5M\", found an array"
    )]
    [TestCase(
        """{ "run": { "retryShare": 20 } }""",
        26,
        "a bare number has no unit: write \"20%\""
    )]
    [TestCase(
        """{ "run": { "retryShare": "120%" } }""",
        26,
        "expected at most 100%, found \"120%\""
    )]
    [TestCase(
        """{ "run": { "retryShare": "20" } }""",
        26,
        "a percentage needs its sign: write \"20%\""
    )]
    [TestCase("""{ "warnAt": "101%" }""", 13, "expected at most 100%, found \"101%\"")]
    [TestCase(
        """{ "warnAt": 0.8 }""",
        13,
        "expected a percentage such as \"80%\", or \"off\", found the number 0.8"
    )]
    [TestCase(
        """{ "warnAt": "never" }""",
        13,
        "expected a percentage such as \"10%\", found \"never\""
    )]
    [TestCase("""{ "prices": { "discount": "100%" } }""", 27, "expected a discount below 100%")]
    // Types and words.
    [TestCase(
        """{ "run": [] }""",
        10,
        "expected an object of limits such as { \"cost\": \"$0.50\" }, found an array"
    )]
    [TestCase(
        """{ "run": { "cost": { "level": "warn" } } }""",
        20,
        "the limit lacks its number: expected \"max\""
    )]
    [TestCase(
        """{ "run": { "level": "warning" } }""",
        21,
        "expected \"off\" or \"warn\" or \"error\", found \"warning\""
    )]
    [TestCase(
        """{ "run": { "level": true } }""",
        21,
        "expected \"off\" or \"warn\" or \"error\", found true"
    )]
    [TestCase(
        """{ "enforce": "hard" }""",
        14,
        "expected \"off\" or \"soft\" or \"stop\", found \"hard\""
    )]
    [TestCase("""{ "replayed": "paid" }""", 15, "expected \"free\" or \"counted\", found \"paid\"")]
    [TestCase("""{ "live": false }""", 11, "expected \"allowed\" or \"never\", found false")]
    [TestCase(
        """{ "onOutage": "skip" }""",
        15,
        "expected \"inconclusive\" or \"fail\", found \"skip\""
    )]
    [TestCase(
        """{ "shards": 0 }""",
        13,
        "expected a number of shards from 1 to 10000, found the number 0"
    )]
    [TestCase("""{ "organization": " " }""", 19, "expected the id of an organization, found \" \"")]
    [TestCase(
        """{ "baseline": { "onlyNew": "yes" } }""",
        28,
        "expected true or false, found \"yes\""
    )]
    [TestCase("""{ "tests": { "": {} } }""", 14, "the pattern is empty: write \"*\" for all")]
    [TestCase(
        """{ "models": { "allow": "claude-*" } }""",
        24,
        "expected an array of model patterns such as [\"claude-haiku-*\"], found \"claude-*\""
    )]
    [TestCase(
        """{ "models": { "allow": [{}] } }""",
        25,
        "expected a model pattern such as \"claude-haiku-*\", found an object"
    )]
    [TestCase(
        """{ "hosts": ["a b"] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"a b\""
    )]
    [TestCase(
        """{ "hosts": ["proxy/base"] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"proxy/base\""
    )]
    [TestCase(
        """{ "hosts": ["ftp://proxy"] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"ftp://proxy\""
    )]
    [TestCase(
        """{ "hosts": ["http://me@proxy"] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"http://me@proxy\""
    )]
    [TestCase(
        """{ "hosts": ["http://proxy/?x"] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"http://proxy/?x\""
    )]
    [TestCase(
        """{ "hosts": ["http://proxy/#x"] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"http://proxy/#x\""
    )]
    [TestCase(
        """{ "hosts": [" "] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \" \""
    )]
    [TestCase(
        """{ "hosts": ["https://proxy "] }""",
        13,
        "expected a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\", found \"https://proxy \""
    )]
    [TestCase(
        """{ "run": { "retryShare": null } }""",
        26,
        "expected a percentage such as \"20%\", found null"
    )]
    [TestCase(
        """{ "baseline": { "tolerance": null } }""",
        30,
        "expected a percentage such as \"10%\", found null"
    )]
    [TestCase(
        """{ "replayHosts": ["localhost:9091", "https://api.anthropic.com"] }""",
        18,
        "\"https://api.anthropic.com\" is the real Claude, whose answers cost money: only a fake one can be a replay host"
    )]
    [TestCase(
        """{ "hosts": "proxy" }""",
        12,
        "expected an array of hosts such as [\"claude.proxy.test\"], found \"proxy\""
    )]
    [TestCase(
        """{ "hosts": ["proxy", "proxy"] }""",
        22,
        "\"proxy\" is here twice: first at line 1, column 13"
    )]
    [TestCase(
        """{ "shared": { "redis": "redis:" } }""",
        24,
        "expected an address such as \"redis://host:6379/0\" or \"rediss://host:6380/0\""
    )]
    [TestCase(
        """{ "shared": { "onUnavailable": "fail" } }""",
        32,
        "expected \"refuse\" or \"local\", found \"fail\""
    )]
    [TestCase(
        """{ "shared": { "name": "" } }""",
        23,
        "expected a name such as \"my-repository\", found \"\""
    )]
    [TestCase(
        """{ "shared": [] }""",
        13,
        "expected an object such as { \"perDay\": { \"cost\": \"$40\" } }, found an array"
    )]
    [TestCase(
        """{ "shared": { "perDay": 40 } }""",
        25,
        "expected an object of limits such as { \"cost\": \"$40\" }, found the number 40"
    )]
    [TestCase(
        """{ "shared": { "perMonth": 400 } }""",
        27,
        "expected an object of limits such as { \"cost\": \"$40\" }, found the number 400"
    )]
    [TestCase(
        """{ "shards": 10001 }""",
        13,
        "expected a number of shards from 1 to 10000, found the number 10001"
    )]
    [TestCase("""{ "workspace": "" }""", 16, "expected the id of a workspace, found \"\"")]
    [TestCase(
        """{ "tests": { "category:": {} } }""",
        14,
        "the pattern is empty: write \"*\" for all"
    )]
    [TestCase(
        """{ "models": [] }""",
        13,
        "expected an object with allow, deny or limits, found an array"
    )]
    [TestCase(
        """{ "models": { "limits": 1 } }""",
        25,
        "expected an object of limits by model such as { \"claude-opus-*\": { \"cost\": \"$0.20\" } }, found the number 1"
    )]
    [TestCase(
        """{ "models": { "cost": "$1" } }""",
        15,
        "unknown key \"cost\": it stands in \"run\", \"test\", \"unattributed\" or under a pattern of \"tests\" or of \"models\".\"limits\""
    )]
    [TestCase(
        """{ "baseline": { "cost": "$1" } }""",
        17,
        "unknown key \"cost\": expected tolerance, onlyNew"
    )]
    [TestCase(
        """{ "tests": null }""",
        12,
        "expected an object of limits by test name or category such as { \"*.Streaming*\": { \"cost\": \"$0.10\" } }, found null"
    )]
    [TestCase(
        """{ "rules": 1 }""",
        12,
        "expected an object of rules such as { \"noCalls\": \"warn\" }, found the number 1"
    )]
    [TestCase(
        """{ "baseline": true }""",
        15,
        "expected an object such as { \"tolerance\": \"10%\" }, found true"
    )]
    [TestCase(
        """{ "baseline": { "tolerance": "10001%" } }""",
        30,
        "\"10001%\" is more than the most that can be limited (10000%)"
    )]
    [TestCase(
        """{ "baseline": { "tolerance": 10 } }""",
        30,
        "a bare number has no unit: write \"10%\""
    )]
    [TestCase(
        """{ "run": { "retryShare": -5 } }""",
        26,
        "a bare number has no unit: write \"10%\""
    )]
    [TestCase(
        """{ "$schema": 1 }""",
        14,
        "expected the path of cibudget.schema.json, found the number 1"
    )]
    [TestCase(
        """[]""",
        1,
        "expected an object such as { \"run\": { \"cost\": \"$0.50\" } }, found an array"
    )]
    // Prices.
    [TestCase(
        """{ "prices": { "models": { "m": {} } } }""",
        32,
        "the model has no price: expected an object of prices such as { \"input\": \"$4\", \"output\": \"$20\" }"
    )]
    [TestCase(
        """{ "prices": { "models": { "claude-*": { "input": "$1" } } } }""",
        27,
        "a price is for one model: write its whole id, without \"*\""
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "sameAs": "claude-opus-5-6" } } } }""",
        44,
        "no model \"claude-opus-5-6\" to take prices from: did you mean \"claude-opus-5-5\"?"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "sameAs": "gpt" } } } }""",
        44,
        "no model \"gpt\" to take prices from: name a model of the price sheet or of this file that has prices"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "sameAs": "claude-opus-5", "input": "$1" } } } }""",
        44,
        "\"sameAs\" takes over every price and stands alone"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "batchMultiplier": 0 } } } }""",
        53,
        "expected a factor above 0 and up to 100, such as 0.5, found the number 0"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "batchMultiplier": "50%" } } } }""",
        53,
        "expected a factor above 0 and up to 100, such as 0.5, found \"50%\""
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "tiers": [{ "input": "$1" }] } } } }""",
        44,
        "the tier lacks \"abovePromptTokens\""
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "tiers": [{ "abovePromptTokens": 9 }, { "abovePromptTokens": 9 }] } } } }""",
        95,
        "tiers stand by rising \"abovePromptTokens\""
    )]
    [TestCase(
        """{ "prices": { "models": { "claude-opus-4": { "input": "$1" }, "claude-opus-4-0": { "input": "$2" } } } }""",
        82,
        "the prices of \"claude-opus-4-0\" are here twice, under two of its names"
    )]
    [TestCase(
        """{ "prices": [] }""",
        13,
        "expected an object with discount or models, found an array"
    )]
    [TestCase(
        """{ "prices": { "discount": 15 } }""",
        27,
        "a bare number has no unit: write \"15%\""
    )]
    [TestCase(
        """{ "prices": { "discount": null } }""",
        27,
        "expected a percentage such as \"15%\", found null"
    )]
    [TestCase(
        """{ "prices": { "models": { "*": { "input": "$1" } } } }""",
        27,
        "a price is for one model: write its whole id, without \"*\""
    )]
    [TestCase(
        """{ "prices": { "models": [] } }""",
        25,
        "expected an object of prices by model such as { \"my-deployment\": { \"sameAs\": \"claude-opus-5-5\" } }, found an array"
    )]
    [TestCase(
        """{ "prices": { "models": { " ": { "input": "$1" } } } }""",
        27,
        "a price is for one model: write its whole id, without \"*\""
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "sameAs": "" } } } }""",
        44,
        "expected the id of a model such as \"claude-opus-5-5\", found \"\""
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "batchMultiplier": 100.1 } } } }""",
        53,
        "expected a factor above 0 and up to 100, such as 0.5, found the number 100.1"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "tiers": {} } } } }""",
        43,
        "expected an array of tiers such as [{ \"abovePromptTokens\": \"100k\", \"input\": \"$0.50\" }], found an object"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "tiers": [1] } } } }""",
        44,
        "expected a tier such as { \"abovePromptTokens\": \"100k\", \"input\": \"$0.50\" }, found the number 1"
    )]
    [TestCase(
        """{ "prices": { "models": { "m": { "fast": 1 } } } }""",
        42,
        "expected an object of prices such as { \"input\": \"$4\", \"output\": \"$20\" }, found the number 1"
    )]
    // Text that is no JSON.
    [TestCase(
        "",
        0,
        "the file is empty: expected an object such as { \"run\": { \"cost\": \"$0.50\" } }"
    )]
    [TestCase(
        "  \t",
        0,
        "the file is empty: expected an object such as { \"run\": { \"cost\": \"$0.50\" } }"
    )]
    [TestCase("// nothing", 11, "not valid JSON: ")]
    [TestCase("""{ "run": { "calls": 1 }""", 24, "not valid JSON: ")]
    [TestCase("""{ "run": { "calls": 01 } }""", 22, "not valid JSON: ")]
    [TestCase("""{ "run": { "calls": NaN } }""", 21, "not valid JSON: ")]
    [TestCase("""{ "run" { } }""", 9, "not valid JSON: ")]
    [TestCase("""{ } { }""", 5, "not valid JSON: ")]
    [TestCase("""{ "models": { "limits": { "é😀": { 'a': 1 } } } }""", 36, "not valid JSON: ")]
    [TestCase(
        """{ "organization": "\ud800" }""",
        19,
        "the text holds half a character: a \\u escape lacks its other half"
    )]
    [TestCase(
        """{ "\ud800": 1 }""",
        3,
        "the text holds half a character: a \\u escape lacks its other half"
    )]
    [TestCase("""{ "live": "😀" }""", 11, "expected \"allowed\" or \"never\", found \"😀\"")]
    // What a message shows of the file cannot break its line.
    [TestCase(
        """{ "a\u001b[31m\r\nb\u202e": 1 }""",
        3,
        "unknown key \"a\ufffd[31m  b\ufffd\": expected "
    )]
    [TestCase(
        """{ "##vso[task.complete]": 1 }""",
        3,
        "unknown key \"# #vso[task.complete]\": expected "
    )]
    public void A_fault_is_named_at_its_place(string text, int column, string message)
    {
        var fault = Fault(Encoding.UTF8.GetBytes(text));

        Assert.Multiple(() =>
        {
            Assert.That(fault.Code, Is.EqualTo("CIB003"));
            Assert.That(fault.Path, Is.EqualTo("cibudget.json"));
            if (message.EndsWith(' '))
                Assert.That(fault.Message, Does.StartWith(message).And.Not.Contains("LineNumber"));
            else
                Assert.That(fault.Message, Is.EqualTo(message));
            Assert.That(
                fault.Position,
                Is.EqualTo(column == 0 ? Position.None : new Position(1, column))
            );
        });
    }

    [Test]
    public void A_fault_on_a_later_line_has_that_line()
    {
        var fault = Fault("{\n  // 😀\n  \"run\": {\n    \"calls\": 1,\n    \"cost\": 5\n  }\n}"u8);
        var duplicate = Fault("{\n  \"run\": {\n    \"calls\": 1,\n    \"calls\": 2\n  }\n}"u8);
        var json = Fault("{\n  \"run\": {\n    \"calls\": 1\n    \"cost\": \"$1\"\n  }\n}"u8);

        Assert.Multiple(() =>
        {
            Assert.That(fault.Position, Is.EqualTo(new Position(5, 13)));
            Assert.That(duplicate.Position, Is.EqualTo(new Position(4, 5)));
            Assert.That(
                duplicate.Message,
                Is.EqualTo("\"calls\" is here twice: first at line 3, column 5")
            );
            Assert.That(json.Position, Is.EqualTo(new Position(4, 5)));
        });
    }

    [Test]
    public void Text_that_is_not_utf8_is_named_at_its_place()
    {
        // "{\n é" in Latin-1, and UTF-16 with its mark.
        var latin = Fault([(byte)'{', (byte)'\n', (byte)' ', 0xE9, (byte)' ']);
        var utf16 = Fault([0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0]);

        Assert.Multiple(() =>
        {
            Assert.That(latin.Message, Is.EqualTo("not UTF-8 text: save the file as UTF-8"));
            Assert.That(latin.Position, Is.EqualTo(new Position(2, 2)));
            Assert.That(utf16.Position, Is.EqualTo(new Position(1, 1)));
        });
    }

    [Test]
    public void A_long_value_is_cut_in_the_message()
    {
        var fault = Fault(
            Encoding.UTF8.GetBytes($$"""{ "live": "{{new string('x', 100_000)}}" }""")
        );

        Assert.That(
            fault.Message,
            Is.EqualTo($"expected \"allowed\" or \"never\", found \"{new string('x', 80)}…\"")
        );
    }

    [Test]
    public void A_fault_of_the_json_in_a_file_with_old_line_ends_has_its_line()
    {
        var fault = Fault("{\r\"run\":{\r\"calls\":01}}"u8);

        Assert.That(fault.Position, Is.EqualTo(new Position(3, 10)));
        Assert.That(Fault("{\r"u8).Position, Is.EqualTo(new Position(2, 1)));
    }

    [Test]
    public void A_fault_of_the_json_quotes_no_more_than_a_line_and_nothing_that_would_break_it()
    {
        var fault = Fault(
            Encoding.UTF8.GetBytes($$"""{ "live": t{{new string('r', 500)}}\u0001😀 }""")
        );
        var odd = Fault("{ \"live\": t\u0001\u0002 }"u8);

        Assert.That(fault.Message, Has.Length.EqualTo("not valid JSON: ".Length + 161));
        Assert.That(fault.Message, Does.StartWith("not valid JSON: ").And.Contain("rrr…"));
        Assert.That(odd.Message.Any(char.IsControl), Is.False);
    }

    [Test]
    public void A_byte_order_mark_alone_is_an_empty_file() =>
        Assert.That(Fault([0xEF, 0xBB, 0xBF]).Message, Does.StartWith("the file is empty: "));

    [Test]
    public void Half_a_byte_order_mark_is_not_utf8()
    {
        var fault = Fault([0xEF, 0xBB, (byte)'{', (byte)'}']);

        Assert.That(fault.Message, Is.EqualTo("not UTF-8 text: save the file as UTF-8"));
        Assert.That(fault.Position, Is.EqualTo(new Position(1, 1)));
    }

    [Test]
    public void Deep_nesting_is_refused()
    {
        var fault = Fault(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"tests\":", 100_000)))
        );

        Assert.That(fault.Code, Is.EqualTo("CIB003"));
    }

    private static BudgetFileException Fault(ReadOnlySpan<byte> utf8)
    {
        try
        {
            BudgetFile.Parse(utf8, "cibudget.json");
        }
        catch (BudgetFileException fault)
        {
            return fault;
        }
        throw new AssertionException("The text was read.");
    }
}
