// Holds Azure Pipelines files against the published schema: node azure.cjs SCHEMA FILE…
// Template expressions are known to the language service that editors use, and to no plain JSON schema validator.
const fs = require("fs");
const { getLanguageService } = require("azure-pipelines-language-service");
const { parse } = require("azure-pipelines-language-service/lib/parser/yamlParser");
const { TextDocument } = require("vscode-languageserver-textdocument");

// The service tells of its every step there.
const say = console.log;
console.log = () => {};

const [schema, ...files] = process.argv.slice(2);
const service = getLanguageService(async () => JSON.parse(fs.readFileSync(schema, "utf8")), [], async () => "file:///schema.json");
service.configure({ validate: true });

(async () => {
  let faults = 0;
  for (const file of files) {
    const text = fs.readFileSync(file, "utf8");
    const document = TextDocument.create("file:///" + file, "azure-pipelines", 1, text);
    for (const fault of await service.doValidation(document, parse(text))) {
      say(`${file}(${fault.range.start.line + 1}): ${fault.message}`);
      faults++;
    }
  }
  process.exit(faults === 0 ? 0 : 1);
})();
