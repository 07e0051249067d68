using System.Text;
using System.Text.Json;

namespace CiBudget.Replay.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScenarioFileTests : IDisposable
{
    private readonly string _folder = Directory
        .CreateTempSubdirectory("cibudget-scenario-")
        .FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_file_may_have_comments_and_trailing_commas_and_is_named_for_itself()
    {
        var path = Write(
            "out-of-money.scenario.json",
            """
            // What our billing page is tested with.
            { "steps": [ { "times": 2, "play": "success" }, { "play": "card-declined", "delayMs": 5, }, ], }
            """
        );

        var scenario = Scenario.Find(path);

        Assert.That(scenario.Name, Is.EqualTo("out-of-money"));
        Assert.That(
            scenario.Steps.Select(static s => (s.Times, s.Status, s.Delay.TotalMilliseconds)),
            Is.EqualTo(new (int?, int, double)[] { (2, 200, 0), (null, 402, 5) })
        );
        Assert.That(scenario.Provenance.Kind, Is.EqualTo(ProvenanceKind.Constructed));
    }

    [Test]
    public void A_json_body_goes_out_on_one_line_without_the_comments_of_the_file()
    {
        var scenario = Scenario.Parse(
            """
            { "name": "own", "steps": [ { "status": 402, "body": {
              "type": "error", // as Claude has it
              "error": { "message": "Plans & Billing ü", "n": 1.50 },
            } } ] }
            """
        );

        Assert.That(
            BodyOf(scenario),
            Is.EqualTo("""{"type":"error","error":{"message":"Plans & Billing ü","n":1.50}}""")
        );
    }

    [Test]
    public void Events_are_named_for_their_type_unless_they_say_otherwise()
    {
        var scenario = Scenario.Parse(
            """
            { "name": "own", "steps": [ { "events": [
              { "data": { "type": "ping" } },
              { "event": "custom", "data": "two\nlines", "delayMs": 40 }
            ] } ] }
            """
        );

        var events = ((EventsBody)scenario.Steps[0].Body).List;
        Assert.That(
            events.Select(static e => Encoding.UTF8.GetString(e.ToBytes())),
            Is.EqualTo(
                new[]
                {
                    "event: ping\ndata: {\"type\":\"ping\"}\n\n",
                    "event: custom\ndata: two\ndata: lines\n\n",
                }
            )
        );
        Assert.That(events[1].Delay, Is.EqualTo(TimeSpan.FromMilliseconds(40)));
    }

    [Test]
    public void A_fault_may_name_the_scenario_whose_error_ends_the_stream()
    {
        var scenario = Scenario.Parse(
            """{ "name": "own", "steps": [ { "reply": {}, "fault": { "kind": "error", "afterEvents": 2, "error": "card-declined" } } ] }"""
        );

        Assert.That(
            scenario.Steps[0].Fault,
            Is.EqualTo(
                new StepFault
                {
                    Kind = FaultKind.Error,
                    AfterEvents = 2,
                    ErrorStatus = 402,
                    Error = BodyOf(Scenario.Find("card-declined")),
                }
            )
        );
    }

    [Test]
    public void A_recorded_stream_is_kept_byte_for_byte()
    {
        const string recorded =
            ": comment\r\nevent:ping\r\ndata:{}\r\n\r\nevent: error\ndata:  {\"a\":1}\n\nevent: torn";
        Write("rec/stream.sse", recorded);
        var path = Write("own.json", """{ "steps": [ { "bodyFile": "rec/stream.sse" } ] }""");

        var events = ((EventsBody)Scenario.Load(path).Steps[0].Body).List;

        Assert.That(
            events.Select(static e => e.Name),
            Is.EqualTo(new[] { "ping", "error", "torn" })
        );
        Assert.That(
            string.Concat(events.Select(static e => Encoding.UTF8.GetString(e.ToBytes()))),
            Is.EqualTo(recorded)
        );
    }

    [TestCase("../secret.json")]
    [TestCase("a/../../secret.json")]
    [TestCase("/etc/passwd")]
    [TestCase("C:/windows/win.ini")]
    [TestCase("..\\secret.json")]
    [TestCase("./body.json")]
    [TestCase("")]
    public void A_body_outside_of_the_folder_is_refused(string name)
    {
        File.WriteAllText(Path.Combine(_folder, "secret.json"), "{}");
        var path = Write(
            "inner/own.json",
            $$"""{ "steps": [ { "bodyFile": "{{name.Replace("\\", "\\\\", StringComparison.Ordinal)}}" } ] }"""
        );

        var thrown = Assert.Throws<ScenarioException>(() => ScenarioFile.Load(path))!;

        Assert.That(
            thrown.Message,
            Is.EqualTo(
                $"{path}(1,28): error CIB030: '{name}' must be a path inside the scenario's folder, with '/' and without '..', as in 'bodies/error.json'."
            )
        );
    }

    [TestCase("link.json")]
    [TestCase("out/secret.json")]
    public void A_link_that_leads_out_is_refused(string name)
    {
        File.WriteAllText(Path.Combine(_folder, "secret.json"), "{}");
        var path = Write("inner/own.json", $$"""{ "steps": [ { "bodyFile": "{{name}}" } ] }""");
        File.CreateSymbolicLink(
            Path.Combine(_folder, "inner", "link.json"),
            Path.Combine(_folder, "secret.json")
        );
        Directory.CreateSymbolicLink(Path.Combine(_folder, "inner", "out"), _folder);

        var thrown = Assert.Throws<ScenarioException>(() => ScenarioFile.Load(path))!;

        Assert.That(
            thrown.Message,
            Does.EndWith(
                $"error CIB030: '{name}' is or lies behind a link; a body must be a file inside the scenario's folder."
            )
        );
    }

    [Test]
    public void A_scenario_that_is_given_as_text_reads_no_file()
    {
        var thrown = Assert.Throws<ScenarioException>(() =>
            Scenario.Parse("""{ "name": "own", "steps": [ { "bodyFile": "x.json" } ] }""")
        )!;

        Assert.That(
            thrown.Fault,
            Is.EqualTo("A body in another file needs a scenario that was read from a file.")
        );
    }

    [Test]
    public void A_missing_file_is_a_clear_error()
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Find("no/such.json"))!;

        Assert.That(
            thrown.Message,
            Does.StartWith("no/such.json: error CIB031: The scenario file cannot be read: ")
        );
    }

    [TestCase(
        """{ "name": "x", "steps": [] }""",
        "(1,25)",
        "A scenario needs 'steps', a list of at least one."
    )]
    [TestCase("""{ "name": "x" }""", "(1,1)", "A scenario needs 'steps', a list of at least one.")]
    [TestCase(
        """[]""",
        "(1,1)",
        "expected an object such as { \"steps\": [{ \"status\": 402 }] }, found an array"
    )]
    [TestCase(
        """{ "name": "x y", "steps": [{}] }""",
        "(1,11)",
        "'name' must be made of letters, digits and hyphens, as in 'card-declined'."
    )]
    [TestCase(
        """{ "nam": "x", "steps": [{}] }""",
        "(1,3)",
        "unknown key \"nam\": did you mean \"name\"?"
    )]
    [TestCase(
        """{ "steps": [{}], "steps": [{}] }""",
        "(1,18)",
        "\"steps\" is here twice: first at line 1, column 3"
    )]
    [TestCase(
        "{ \"title\": \"ü\",\n  \"steps\": [{ \"statis\": 402 }] }",
        "(2,15)",
        "unknown key \"statis\": did you mean \"status\"?"
    )]
    [TestCase(
        """{ "steps": [{ "status": 99 }] }""",
        "(1,25)",
        "expected a whole number from 200 to 599, found the number 99"
    )]
    [TestCase(
        """{ "steps": [{ "status": "402" }] }""",
        "(1,25)",
        "expected a whole number from 200 to 599, found \"402\""
    )]
    [TestCase(
        """{ "steps": [{ "times": 0 }] }""",
        "(1,24)",
        "expected a whole number from 1 to 1000000, found the number 0"
    )]
    [TestCase(
        """{ "steps": [{ "body": {}, "reply": {} }] }""",
        "(1,36)",
        "A step has one body; give only one of: body, bodyFile, events, lines, reply, play."
    )]
    [TestCase(
        """{ "steps": [{ "play": "succes" }] }""",
        "(1,23)",
        "There is no scenario 'succes'. Did you mean 'success'? `cibudget replay list` shows them all; a file's name ends in .json."
    )]
    [TestCase(
        """{ "steps": [{ "play": "cached-prompt" }] }""",
        "(1,23)",
        "Scenario 'cached-prompt' is a sequence of 2 steps; a step can play only a scenario of one step."
    )]
    [TestCase(
        """{ "steps": [{ "play": "success", "status": 402 }] }""",
        "(1,44)",
        "A step that plays another scenario takes its status from there."
    )]
    [TestCase(
        """{ "steps": [{ "when": { "stream": "yes" } }] }""",
        "(1,35)",
        "expected true or false, found \"yes\""
    )]
    [TestCase(
        """{ "steps": [{ "headers": { "a b": "c" } }] }""",
        "(1,28)",
        "'a b' is not the name of a header."
    )]
    [TestCase(
        """{ "steps": [{ "headers": { "x": "a\nb" } }] }""",
        "(1,33)",
        "The header 'x' must be a text of printable ASCII characters, or null to leave it out."
    )]
    [TestCase(
        """{ "steps": [{ "headers": { "Content-Length": "3" } }] }""",
        "(1,28)",
        "'Content-Length' is set by the server; to send less than was promised, use 'fault'."
    )]
    [TestCase(
        """{ "steps": [{ "reply": { "text": "a", "content": [] } }] }""",
        "(1,50)",
        "A reply has 'text' or 'content', not both."
    )]
    [TestCase(
        """{ "steps": [{ "reply": { "content": [{ "toolUse": "t" }] } }] }""",
        "(1,38)",
        "A tool use needs 'input', an object."
    )]
    [TestCase(
        """{ "steps": [{ "reply": { "content": [{}] } }] }""",
        "(1,38)",
        "A block of 'content' has one of 'text', 'thinking' and 'toolUse'."
    )]
    [TestCase(
        """{ "steps": [{ "reply": { "usage": { "inputTokens": -1 } } }] }""",
        "(1,52)",
        "expected a whole number from 0 to 1000000000000, found the number -1"
    )]
    [TestCase(
        """{ "steps": [{ "reply": {}, "fault": { "kind": "rest" } }] }""",
        "(1,47)",
        "expected \"error\" or \"truncate\" or \"cut\" or \"reset\" or \"stall\", found \"rest\""
    )]
    [TestCase(
        """{ "steps": [{ "reply": {}, "fault": {} }] }""",
        "(1,37)",
        "A fault needs its 'kind': error, truncate, cut, reset or stall."
    )]
    [TestCase(
        """{ "steps": [{ "body": {}, "fault": { "kind": "cut", "afterEvents": 1 } }] }""",
        "(1,68)",
        "'afterEvents' needs a body of events: 'events', 'reply' or a 'bodyFile' that ends in .sse."
    )]
    [TestCase(
        """{ "steps": [{ "reply": {}, "fault": { "kind": "error", "afterEvents": 1 } }] }""",
        "(1,37)",
        "A fault of kind 'error' needs 'error': an error body, or the name of a scenario as in \"payment-required\"."
    )]
    [TestCase(
        """{ "steps": [{ "reply": {}, "fault": { "kind": "error", "afterEvents": 1, "error": "success" } }] }""",
        "(1,83)",
        "Scenario 'success' is not one plain error, so it cannot end a stream."
    )]
    [TestCase(
        """{ "steps": [{ "reply": {}, "fault": { "kind": "truncate" } }] }""",
        "(1,47)",
        "A fault of kind 'truncate' needs 'afterEvents' or 'afterBytes'."
    )]
    [TestCase(
        """{ "steps": [{ "reply": {}, "fault": { "kind": "cut", "error": {} } }] }""",
        "(1,63)",
        "Only a fault of kind 'error' has 'error'."
    )]
    [TestCase(
        """{ "cycle": true, "steps": [{ "reply": {} }] }""",
        "(1,12)",
        "In a scenario that cycles, every step needs 'times'; a step without it would never be used up."
    )]
    [TestCase(
        """{ "provenance": { "kind": "guess" }, "steps": [{}] }""",
        "(1,27)",
        "expected \"constructed\" or \"reported\" or \"documented\", found \"guess\""
    )]
    public void A_mistake_is_shown_at_its_place(string text, string place, string message)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Parse(text, "my.json"))!;

        Assert.That(thrown.Message, Is.EqualTo($"my.json{place}: error CIB030: {message}"));
    }

    [TestCase("{ \"steps\": [\n  { \"status\": 402\n    \"body\": 1 } ] }", "(3,5)")]
    [TestCase("{ \"steps\": [", "(1,13)")]
    [TestCase("{} x", "(1,4)")]
    public void What_is_not_json_is_shown_at_its_place(string text, string place)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Parse(text, "my.json"))!;

        Assert.That(
            thrown.Message,
            Does.StartWith($"my.json{place}: error CIB030: not valid JSON: ")
                .And.Not.Contain("LineNumber")
        );
    }

    [TestCase("{ \"steps\": [], \"title\": \"\\ud800\" }")]
    [TestCase("{ \"steps\": [], \"\\ud800\" : 1 }", 16)]
    public void Half_a_character_is_shown_at_its_place(string text, int column = 25)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Parse(text, "my.json"))!;

        Assert.That(
            thrown.Message,
            Does.StartWith($"my.json(1,{column}): error CIB030: the text holds half a character")
        );
    }

    [Test]
    public void A_file_that_is_not_UTF_8_is_shown_at_its_place()
    {
        var path = Path.Combine(_folder, "latin.json");
        File.WriteAllBytes(path, [.. "{\n  \"title\": \""u8, 0xF3, .. "\" }"u8]);

        var thrown = Assert.Throws<ScenarioException>(() => ScenarioFile.Load(path))!;

        Assert.That(thrown.Message, Does.StartWith($"{path}(2,13): error CIB030: not UTF-8 text"));
    }

    [Test]
    public void A_byte_order_mark_has_no_column()
    {
        var path = Path.Combine(_folder, "mark.json");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "{ \"steps\": 1 }"u8]);

        var thrown = Assert.Throws<ScenarioException>(() => ScenarioFile.Load(path))!;

        Assert.That(thrown.Position, Is.EqualTo(new Position(1, 12)));
    }

    [TestCase("")]
    [TestCase(" \n")]
    public void An_empty_file_is_refused_as_a_whole(string text)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Parse(text, "my.json"))!;

        Assert.That(
            thrown.Message,
            Is.EqualTo(
                "my.json: error CIB030: the file is empty: expected an object such as { \"steps\": [{ \"status\": 402 }] }"
            )
        );
    }

    [TestCase("""{ "##vso[task.complete]\u001b[31m\n": 1 }""")]
    [TestCase("""{ "steps": [{ "headers": { "##vso[task.complete]\u001b[31m\n": "a" } }] }""")]
    [TestCase("""{ "steps": [{ "play": "##vso[task.complete]\u001b[31m\n" }] }""")]
    public void What_a_message_quotes_acts_on_no_terminal(string text)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Parse(text, "my.json"))!;

        Assert.That(thrown.Message, Does.Contain("# #vso[").And.Not.Contain("##vso["));
        Assert.That(thrown.Message.Any(char.IsControl), Is.False);
    }

    /// <summary>What the reader knows is in its messages; what editors know is in the schema.</summary>
    [TestCase("""{ "zz": 1 }""", "#")]
    [TestCase("""{ "provenance": { "zz": 1 }, "steps": [{}] }""", "#/properties/provenance")]
    [TestCase("""{ "steps": [{ "zz": 1 }] }""", "#/$defs/step")]
    [TestCase("""{ "steps": [{ "when": { "zz": 1 } }] }""", "#/$defs/step/properties/when")]
    [TestCase("""{ "steps": [{ "events": [{ "zz": 1 }] }] }""", "#/$defs/event")]
    [TestCase("""{ "steps": [{ "reply": { "zz": 1 } }] }""", "#/$defs/reply")]
    [TestCase(
        """{ "steps": [{ "reply": { "usage": { "zz": 1 } } }] }""",
        "#/$defs/reply/properties/usage"
    )]
    [TestCase("""{ "steps": [{ "reply": { "content": [{ "zz": 1 }] } }] }""", "#/$defs/block")]
    [TestCase("""{ "steps": [{ "fault": { "zz": 1 } }] }""", "#/$defs/fault")]
    public void The_schema_knows_what_the_reader_knows(string text, string place)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Parse(text))!;
        using var schema = JsonDocument.Parse(
            File.ReadAllBytes(
                Path.Combine(Repository.Root, "build", "schemas", "scenario.schema.json")
            )
        );
        var found = place
            .Split('/')
            .Skip(1)
            .Aggregate(schema.RootElement, static (at, name) => at.GetProperty(name));

        var known = thrown.Message[
            (
                thrown.Message.IndexOf("\"zz\": expected ", StringComparison.Ordinal)
                + "\"zz\": expected ".Length
            )..
        ];

        Assert.That(
            found.GetProperty("properties").EnumerateObject().Select(static p => p.Name),
            Is.EquivalentTo(known.Split(", "))
        );
        Assert.That(found.GetProperty("additionalProperties").GetBoolean(), Is.False);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string BodyOf(Scenario scenario) =>
        Encoding.UTF8.GetString(((FixedBody)scenario.Steps[0].Body).Bytes.Span);
}
