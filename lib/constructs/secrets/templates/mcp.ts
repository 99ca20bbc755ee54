import * as z from 'zod';
import { asked, generated } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { longKey, word } from './credential-text.js';

export const firecrawlSchema = () => z.object({ BULL_AUTH_KEY: longKey, TEST_API_KEY: longKey });

export type FirecrawlCredentials = z.infer<ReturnType<typeof firecrawlSchema>>;

/** Firecrawl's own keys: the page of its queues, and its API (S3-81). */
export function firecrawlCredentials(): SecretTemplate<keyof FirecrawlCredentials> {
  return secretTemplate(firecrawlSchema, () => ({
    BULL_AUTH_KEY: generated({ length: 40 }),
    TEST_API_KEY: generated({ length: 40 }),
  }));
}

export const githubMcpSchema = () =>
  z.object({
    GITHUB_PERSONAL_ACCESS_TOKEN: word.regex(
      /^(?:gh[a-z]_|github_pat_)\w+$/,
      'a token of GitHub: "ghp_…", "github_pat_…"',
    ),
  });

export type GithubMcpCredentials = z.infer<ReturnType<typeof githubMcpSchema>>;

/** What GitHub's MCP server acts with (S3-82). */
export function githubMcpToken(): SecretTemplate<keyof GithubMcpCredentials> {
  return secretTemplate(githubMcpSchema, () => ({
    GITHUB_PERSONAL_ACCESS_TOKEN: asked('GitHub token with the rights that the MCP server may use', {
      placeholder: 'ghp_placeholder',
      variable: 'GITHUB_PERSONAL_ACCESS_TOKEN',
    }),
  }));
}
