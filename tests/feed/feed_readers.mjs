// Read a feed with feedsmith and podcast-partytime; print what each makes of it as JSON.
// Usage: node feed_readers.mjs FEED OPML, in a folder that has both packages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

process.env.LOG_LEVEL = "silent";
const require = createRequire(pathToFileURL(join(process.cwd(), "package.json")));
const { parseFeed, parseOpml } = require("feedsmith");
const partytime = require("podcast-partytime");
const [feed, opml] = process.argv.slice(2).map((path) => readFileSync(path, "utf-8"));

const phases = Infinity;
const result = {
  feedsmith: parseFeed(feed),
  opml: parseOpml(opml),
  partytime: partytime.parseFeed(feed, { allowMissingGuid: false, phases }),
};
process.stdout.write(`\n${JSON.stringify(result)}\n`);
