// Codex. Its model is another provider's only because that is how it is told an address.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const codex = {
  id: "codex",
  package: "@openai/codex",
  version: "0.171.0",
  program: "codex",
  costSource: "PRICED",
  tellsVersion: true,

  /** Settings of its own that come before the ones that connect it. */
  async prepare({ home, model }) {
    await mkdir(join(home, ".codex"));
    const settings = [
      `model = "gpt-6.1-sol"`,
      `model_provider = "script"`,
      `[model_providers.script]`,
      `name = "A script"`,
      `base_url = "${model}/v1"`,
      `env_key = "SCRIPT_KEY"`,
      `wire_api = "responses"`,
    ];
    await writeFile(join(home, ".codex/config.toml"), `${settings.join("\n")}\n\n`);
  },

  environment: () => ({ SCRIPT_KEY: "not-a-key" }),

  /** Its first arguments: a prompt in a new session. */
  starts: (prompt) => ["exec", ...UNATTENDED, prompt],
  /** The same for another prompt in the session that it was in last. */
  resumes: (prompt) => ["exec", "resume", "--last", ...UNATTENDED, prompt],

  /**
   * Two tools that it has, and what they are told. Its newer models have one tool, a script that calls the others; it
   * reports the script and what the script calls.
   */
  tools: () => ["echo one", "cat notes.txt"].map(script),
};

/** Nobody is there to approve anything, and the folder is no repository. */
const UNATTENDED = ["--json", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"];

function script(command) {
  const input = `text(JSON.stringify(await tools.exec_command({ cmd: ${JSON.stringify(command)} })));`;
  return { name: "exec", input, reports: ["exec", "exec_command"] };
}
