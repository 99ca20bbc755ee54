import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { prometheusRuleSpec } from '../../lib/constructs/monitoring/alert-rule.js';
import { findTool } from '../../lib/system/find-tool.js';
import { groups } from '../charts/monitoring/subjects.js';
import { sayAloud } from '../support/say-aloud.js';

const promtool = findTool('promtool');
if (promtool === undefined) sayAloud('promtool: none on PATH or in dist/tools/bin');

(promtool === undefined ? test.skip : test)(
  'alerts fire when they should, and only then',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'promtool-alerts-'));
    try {
      writeFileSync(join(folder, 'rules.json'), JSON.stringify(prometheusRuleSpec(groups)));
      copyFileSync(new URL('../interop/promtool/alerts.yaml', import.meta.url), join(folder, 'alerts.yaml'));
      // Exits with 1, and says which, when one does not.
      const out = execFileSync(promtool ?? '', ['test', 'rules', 'alerts.yaml'], { cwd: folder, encoding: 'utf8' });
      expect(out).toContain('SUCCESS');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
