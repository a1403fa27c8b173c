/** Runs the tests one after the other and writes what came of them to the file that GRADSIGHT_RESULTS names. */

const { writeFileSync } = require("node:fs");

exports.activate = async () => {
  const results = [];
  for (const [name, test] of Object.entries(require("./tests.js"))) {
    try {
      await test();
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) });
    }
  }
  writeFileSync(process.env.GRADSIGHT_RESULTS, JSON.stringify(results));
};
