// The lines that `tachograph connect` prints, put where they say that they belong.
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Puts them there; returns the words that start a program in the environment that they make. `places` are the person's
 * home folder and a folder for the lines of the shell.
 */
export async function connect(lines, { home, folder }) {
  const words = [];
  for (const { place, text } of snippets(lines)) {
    const file = place.match(/^~\/([^,\s]+)/)?.[1];
    if (file) {
      await add(join(home, file), text);
    } else if (place.startsWith("your shell")) {
      const script = join(folder, "connection.sh");
      await writeFile(script, text);
      words.push("sh", "-c", '. "$0" && exec "$@"', script);
    } else if (place.startsWith("the environment of the container")) {
      // As a container takes them: to the end of the line, without a shell.
      words.push("env", ...text.split("\n").filter(Boolean));
    } else {
      throw new Error(`lines for a place that this test does not know: ${place}`);
    }
  }
  return words;
}

/** Each begins with its place in a comment; what has no lines below it is a note. */
function snippets(lines) {
  const parts = lines.split(/^# /m).slice(1);
  const all = parts.map((part) => {
    const end = part.indexOf("\n");
    return { place: part.slice(0, end), text: `${part.slice(end).trim()}\n` };
  });
  const found = all.filter(({ text }) => text.trim());
  if (found.length === 0) throw new Error(`no lines in ${JSON.stringify(lines)}`);
  return found;
}

/** Adds lines to a file that may have others. */
async function add(file, text) {
  await mkdir(dirname(file), { recursive: true });
  if (!file.endsWith(".json")) return appendFile(file, text);
  const before = await readFile(file, "utf8").catch(() => "{}");
  await writeFile(file, JSON.stringify({ ...JSON.parse(before), ...JSON.parse(text) }));
}
