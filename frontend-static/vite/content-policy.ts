import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/** The policy under which the built page must work: nothing inline but what stands in index.html. */
export function policyOf(html: string): string {
  const hashes = [...html.matchAll(SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const scripts = ["'self'", ...hashes].join(' ');
  return [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `vite preview` is as strict as a server in front of people. */
export function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    configurePreviewServer({ middlewares, config }) {
      const policy = policyOf(readFileSync(resolve(config.root, config.build.outDir, 'index.html'), 'utf8'));
      middlewares.use((_, response, next) => {
        response.setHeader('content-security-policy', policy);
        next();
      });
    },
  };
}
