// Programs from npm, each in a folder of its own, so that one that cannot be had keeps no other away.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { printed } from "./process.mjs";

/** npm retries for minutes when the network is down. */
const PATIENCE_MS = 600_000;

/** The path of an installed program; throws the reason if it cannot be had here. */
export async function install({ id, package: name, version, program }, folder) {
  const place = join(folder, id);
  const path = join(place, "node_modules/.bin", program);
  if ((await installed(place, name)) !== version) {
    console.error(`Installing ${name}@${version} ..`);
    await mkdir(place, { recursive: true });
    // Otherwise npm takes a folder above for the place.
    await writeFile(join(place, "package.json"), JSON.stringify({ private: true }));
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--no-package-lock", "--loglevel=error"];
    await printed("npm", ["install", ...quiet, `${name}@${version}`], { cwd: place, patience: PATIENCE_MS });
  }
  // It runs only with a Node of its liking, on a system that there is a build for.
  const home = join(place, "home");
  await mkdir(home, { recursive: true });
  const said = await printed(path, ["--version"], { env: { PATH: process.env.PATH, HOME: home } });
  if (!said.includes(version)) throw new Error(`${program} --version says ${said.trim()}`);
  return path;
}

async function installed(place, name) {
  try {
    return JSON.parse(await readFile(join(place, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}
