/** A token that shows by its form whose it is. */
export interface TokenForm {
  /** Whose: `GitHub token`. */
  readonly what: string;
  /** From its first character on. Takes no more than a bounded length for granted, and never backtracks. */
  readonly form: RegExp;
}

const form = (what: string, pattern: string): TokenForm => ({ what, form: new RegExp(pattern, 'y') });
const B64URL = '[A-Za-z0-9_-]';

/** Forms by the letters that they begin with. Public facts of each service's documentation. */
export const TOKEN_FORMS: Readonly<Record<string, readonly TokenForm[]>> = {
  ghp_: [form('a GitHub token', 'ghp_[A-Za-z0-9]{36,255}')],
  gho_: [form('a GitHub token', 'gho_[A-Za-z0-9]{36,255}')],
  ghu_: [form('a GitHub token', 'ghu_[A-Za-z0-9]{36,255}')],
  ghs_: [form('a GitHub token', 'ghs_[A-Za-z0-9]{36,255}')],
  ghr_: [form('a GitHub token', 'ghr_[A-Za-z0-9]{36,255}')],
  github_pat_: [form('a GitHub token', 'github_pat_[A-Za-z0-9_]{50,255}')],
  gl: [form('a GitLab token', `gl(?:pat|dt|rt|cbt|ptt|ft|soat|oas|imt|agent|ffct|wt)-${B64URL}{20,100}`)],
  AKIA: [form('an AWS access key', '(?:AKIA)[A-Z2-7]{16}(?![A-Za-z0-9])')],
  ASIA: [form('an AWS access key', '(?:ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])')],
  xox: [form('a Slack token', 'xox[abeoprs](?:\\.xox[bp])?-[A-Za-z0-9-]{20,300}')],
  xapp: [form('a Slack token', 'xapp-\\d-[A-Za-z0-9-]{20,300}')],
  'hooks.slack.com/': [
    form('a Slack webhook', 'hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{30,200}'),
  ],
  'pul-': [form('a Pulumi token', 'pul-[0-9a-f]{40}')],
  'sk-': [
    form('an Anthropic key', `sk-ant-[a-z]{3,6}\\d\\d-${B64URL}{40,200}`),
    form('an OpenAI key', `sk-(?:proj|svcacct|admin|or-v1)-${B64URL}{40,300}`),
    form('an OpenAI key', 'sk-[A-Za-z0-9]{32,100}'),
  ],
  sk_: [form('a Stripe key', 'sk_(?:live|test)_[A-Za-z0-9]{16,200}')],
  rk_: [form('a Stripe key', 'rk_(?:live|test)_[A-Za-z0-9]{16,200}')],
  whsec_: [form('a webhook secret', 'whsec_[A-Za-z0-9+/=]{24,200}')],
  'api/webhooks/': [form('a Discord webhook', `api/webhooks/\\d{17,20}/${B64URL}{60,100}`)],
  'outlook.office.com/webhook/': [form('a Teams webhook', 'outlook\\.office\\.com/webhook/[A-Za-z0-9@/-]{60,300}')],
  eyJ: [
    form('a Cloudflare tunnel token', 'eyJhIjoi[A-Za-z0-9+/_-]{100,400}={0,2}(?![.A-Za-z0-9])'),
    form('a JSON Web Token', `eyJ${B64URL}{10,2000}\\.eyJ${B64URL}{10,8000}\\.${B64URL}{20,2000}`),
  ],
  npm_: [form('an npm token', 'npm_[A-Za-z0-9]{36}')],
  AIza: [form('a Google API key', `AIza${B64URL}{35}`)],
  'GOCSPX-': [form('a Google client secret', `GOCSPX-${B64URL}{28}`)],
  'ya29.': [form('a Google access token', `ya29\\.${B64URL}{40,400}`)],
  'SG.': [form('a SendGrid key', `SG\\.${B64URL}{16,32}\\.${B64URL}{32,64}`)],
  dop_v1_: [form('a DigitalOcean token', 'dop_v1_[a-f0-9]{64}')],
  doo_v1_: [form('a DigitalOcean token', 'doo_v1_[a-f0-9]{64}')],
  'hvs.': [form('a Vault token', `hvs\\.${B64URL}{24,200}`)],
  'hvb.': [form('a Vault token', `hvb\\.${B64URL}{24,300}`)],
  'pypi-': [form('a PyPI token', `pypi-AgE${B64URL}{50,400}`)],
  dckr_: [form('a Docker Hub token', `dckr_[a-z]{3}_${B64URL}{27,64}`)],
  hf_: [form('a Hugging Face token', 'hf_[A-Za-z0-9]{34,60}')],
  glsa_: [form('a Grafana token', 'glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}')],
  glc_: [form('a Grafana token', 'glc_[A-Za-z0-9+/=]{32,400}')],
  'tskey-': [form('a Tailscale key', 'tskey-[a-z]{3,10}-[A-Za-z0-9]{8,40}(?:-[A-Za-z0-9]{20,60})?')],
  lin_api_: [form('a Linear key', 'lin_api_[A-Za-z0-9]{40}')],
  ntn_: [form('a Notion token', 'ntn_[A-Za-z0-9]{40,60}')],
  ops_eyJ: [form('a 1Password token', 'ops_eyJ[A-Za-z0-9+/=_-]{100,2000}')],
  'dp.': [form('a Doppler token', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9_.-]{40,120}')],
  shp: [form('a Shopify token', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}')],
  ATATT3: [form('an Atlassian token', 'ATATT3[A-Za-z0-9_=-]{100,300}')],
  'NRAK-': [form('a New Relic key', 'NRAK-[A-Z0-9]{27}')],
  sntrys_: [form('a Sentry token', 'sntrys_[A-Za-z0-9+/=_-]{60,400}')],
  dapi: [form('a Databricks token', 'dapi[a-f0-9]{32}(?![a-f0-9])')],
  cfat_: [form('a Cloudflare token', 'cfat_[A-Za-z0-9_-]{36,120}')],
  cfut_: [form('a Cloudflare token', 'cfut_[A-Za-z0-9_-]{36,120}')],
  cfk_: [form('a Cloudflare key', 'cfk_[A-Za-z0-9_-]{36,120}')],
  'v1.0-': [form('a Cloudflare origin key', 'v1\\.0-[a-f0-9]{24}-[a-f0-9]{146}')],
  'PVEAPIToken=': [form('a Proxmox token', 'PVEAPIToken=[^\\s=]{3,80}=[a-f0-9]{8}-[a-f0-9-]{27}')],
  K10: [form('a K3s token', 'K10[a-f0-9]{64}::[a-z-]{1,20}:[A-Za-z0-9.]{16,100}')],
  K00: [form('a Backblaze key', 'K00\\d[A-Za-z0-9+/]{27}(?![A-Za-z0-9+/=])')],
  AccountKey: [form('an Azure storage key', 'AccountKey=[A-Za-z0-9+/]{86}==')],
  _authToken: [form('a registry token', '_authToken\\s?=\\s?["\']?[A-Za-z0-9+/=_-]{24,400}')],
};
