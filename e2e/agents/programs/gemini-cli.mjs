// Gemini CLI. It asks a small model which model to take before each prompt.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const geminiCli = {
  id: "gemini-cli",
  package: "@google/gemini-cli",
  version: "0.61.0",
  program: "gemini",
  costSource: "PRICED",
  // Where its version belongs, it tells that of Node.
  tellsVersion: false,

  /** With an address of its own it expects another kind of sign-in, unless its settings name one. */
  async prepare({ home }) {
    await mkdir(join(home, ".gemini"));
    const settings = { security: { auth: { selectedType: "gemini-api-key" } } };
    await writeFile(join(home, ".gemini/settings.json"), JSON.stringify(settings));
  },

  environment: (model) => ({ GOOGLE_GEMINI_BASE_URL: model, GEMINI_API_KEY: "not-a-key" }),

  /** Its first arguments: a prompt in a new session. */
  starts: (prompt) => ["--prompt", prompt, "--skip-trust", "--yolo"],
  /** The same for another prompt in the session that it was in last. */
  resumes: (prompt) => ["--resume", "latest", ...geminiCli.starts(prompt)],

  /** Two tools that it has, and what they are told. */
  tools: (folder) => [
    { name: "run_shell_command", input: { command: "echo one", description: "Say one" } },
    { name: "read_file", input: { file_path: join(folder, "notes.txt") } },
  ],
};
